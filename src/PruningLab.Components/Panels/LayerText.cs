using System.Globalization;
using PruningLab.Engine.Networks;

namespace PruningLab.Components.Panels;

/// <summary>Hidden layers as a person writes them: <c>300-100</c>, or <c>500×4</c> for four equal ones.</summary>
internal static class LayerText
{
    private static readonly char[] s_separators = ['-', '–', '−', ',', ';', ' ', '\t'];

    /// <summary>Writes layers.</summary>
    /// <param name="layers">Units of each hidden layer.</param>
    /// <returns>Such as 300-100; empty without layers.</returns>
    public static string Write(IReadOnlyList<int> layers) => string.Join('-', layers.Select(units => units.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads layers.</summary>
    /// <param name="text">What was typed; empty for no hidden layer.</param>
    /// <param name="layers">The layers when the result is null.</param>
    /// <returns>Null, or one sentence that says what is wrong and what to give.</returns>
    public static string? Read(string text, out IReadOnlyList<int> layers)
    {
        List<int> read = [];
        layers = read;
        foreach (string part in text.Split(s_separators, StringSplitOptions.RemoveEmptyEntries))
        {
            string[] factors = part.Split(['x', 'X', '×', '*']);
            if (factors.Length > 2 || !TryRead(factors[0], out int units) || !TryRead(factors.Length == 2 ? factors[1] : "1", out int times) || times < 1)
            {
                return $"Hidden layers must be whole numbers with dashes between them, such as 300-100 or 500×4, and “{part}” is not.";
            }

            if (units is < 1 or > MlpSpec.MaxUnits)
            {
                return $"A hidden layer must have from 1 to {MlpSpec.MaxUnits} units, and {units} is not.";
            }

            if (read.Count + times > MlpSpec.MaxLayers)
            {
                return $"There must not be more than {MlpSpec.MaxLayers} hidden layers.";
            }

            read.AddRange(Enumerable.Repeat(units, times));
        }

        return null;
    }

    private static bool TryRead(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
