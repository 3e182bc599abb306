using System.Globalization;
using System.Text;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Text as LaTeX: special characters escaped, signs as commands, so that it compiles with every engine and without more
/// packages.</summary>
internal static class LatexText
{
    /// <summary>Text in which every character stands for itself.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (Rune rune in text.Replace("χ²", "\u0001", StringComparison.Ordinal).EnumerateRunes())
        {
            escaped.Append(Escape(rune));
        }
        return escaped.ToString();
    }

    /// <summary>A cell of a table: two hyphens where there is nothing.</summary>
    public static string Cell(string text) => text is ReportNumbers.Nothing or ReportNumbers.NotAvailable ? "--" : Escape(text);

    private static string Escape(Rune rune) => rune.Value switch
    {
        1 => "$\\chi^2$",
        '\\' => "\\textbackslash{}",
        '{' or '}' or '&' or '%' or '$' or '#' or '_' => "\\" + rune,
        '~' => "\\textasciitilde{}",
        '^' => "\\textasciicircum{}",
        '<' => "$<$",
        '>' => "$>$",
        '|' => "$|$",
        '"' => "''",
        '[' or ']' or '*' => "{" + rune + "}",
        '–' => "--",
        '—' => "---",
        '−' => "$-$",
        '×' => "$\\times$",
        '±' => "$\\pm$",
        '·' => "$\\cdot$",
        '≤' => "$\\leq$",
        '≥' => "$\\geq$",
        '≈' => "$\\approx$",
        '→' => "$\\to$",
        '²' => "$^2$",
        '³' => "$^3$",
        'α' => "$\\alpha$",
        'β' => "$\\beta$",
        'χ' => "$\\chi$",
        'λ' => "$\\lambda$",
        'µ' or 'μ' => "$\\mu$",
        'ρ' => "$\\rho$",
        'σ' => "$\\sigma$",
        'τ' => "$\\tau$",
        'Δ' => "$\\Delta$",
        '√' => "$\\surd$",
        '…' => "\\ldots{}",
        '‘' => "`",
        '’' => "'",
        '“' => "``",
        '”' => "''",
        '\u00A0' or '\u202F' => "~",
        < ' ' => " ",
        < 127 or (>= 0xC0 and <= 0x17F) => rune.ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"{{[}}U+{rune.Value:X4}{{]}}"),
    };
}
