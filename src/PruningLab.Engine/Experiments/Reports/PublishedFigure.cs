using System.Globalization;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>One number of Tables 2 to 4 of paper 001, as printed.</summary>
/// <param name="Table">Table.</param>
/// <param name="Network">Network.</param>
/// <param name="Data">Data set, by its name in the appendix.</param>
/// <param name="Method">Method; empty for the numbers of Friedman's test.</param>
/// <param name="Other">Method it is compared with; empty when with none.</param>
/// <param name="Kind"><c>mean</c>, <c>deviation</c>, <c>low</c>, <c>high</c>, <c>rank</c>, <c>best</c> (printed bold), <c>chi-square</c>,
/// <c>p</c>, <c>pair</c> (p of a pair), <c>worse</c> (called significantly worse than the other).</param>
/// <param name="Printed">The number as printed; <c>1</c> for <c>best</c> and <c>worse</c>.</param>
public sealed record PublishedFigure(int Table, string Network, string Data, string Method, string Other, string Kind, string Printed)
{
    /// <summary>The number.</summary>
    public double Value => double.Parse(Printed, CultureInfo.InvariantCulture);

    /// <summary>Digits after the point.</summary>
    public int Decimals => Printed.Contains('.', StringComparison.Ordinal) ? Printed.Length - Printed.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
}
