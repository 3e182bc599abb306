using System.Globalization;
using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Experiments;

/// <summary>A cell's name in the page's address: data, network, window, method and, where one is varied, the setting.</summary>
/// <remarks><c>S&amp;P500~RNN~7~Dropout</c>; a row over all windows has <c>all</c> in place of the window. Tildes within names
/// are written <c>%7E</c>, so that no two cells share a name.</remarks>
public static class CellKey
{
    private const char Separator = '~';

    /// <summary>The name of a cell.</summary>
    /// <param name="place">Where it stands; the seed is left out.</param>
    /// <returns>The name.</returns>
    public static string Of(GridPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return Of(place.Data, place.Network, place.Window.ToString(CultureInfo.InvariantCulture), place.Method, place.Setting);
    }

    /// <summary>The name of the row of a method over all windows.</summary>
    /// <param name="place">Any of its cells.</param>
    /// <returns>The name.</returns>
    public static string OfAllWindows(GridPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return Of(place.Data, place.Network, "all", place.Method, place.Setting);
    }

    private static string Of(string data, string network, string window, string method, string setting) =>
        string.Join(Separator, ((string[])[data, network, window, method, setting])[..(setting.Length == 0 ? 4 : 5)].Select(Escape));

    private static string Escape(string name) => name.Replace("%", "%25", StringComparison.Ordinal).Replace("~", "%7E", StringComparison.Ordinal);
}
