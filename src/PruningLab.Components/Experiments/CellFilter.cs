using System.Globalization;

namespace PruningLab.Components.Experiments;

/// <summary>Which cells the table of all cells shows; an empty text lets all through.</summary>
/// <param name="Data">Data set.</param>
/// <param name="Network">Network.</param>
/// <param name="Window">Rows per window, as text.</param>
/// <param name="Method">Method.</param>
public sealed record CellFilter(string Data, string Network, string Window, string Method)
{
    /// <summary>All cells.</summary>
    public static CellFilter All { get; } = new("", "", "", "");

    /// <summary>Whether a row passes.</summary>
    /// <param name="row">The row.</param>
    /// <returns>True when it is shown.</returns>
    public bool Passes(CellRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Fits(Data, row.Place.Data) && Fits(Network, row.Place.Network) && Fits(Method, row.Place.Method)
            && Fits(Window, row.Place.Window.ToString(CultureInfo.InvariantCulture));
    }

    private static bool Fits(string wanted, string name) => wanted.Length == 0 || wanted == name;
}
