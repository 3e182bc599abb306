using System.Globalization;

namespace PruningLab.Engine.Data;

/// <summary>Numbers as files write them, read without making strings.</summary>
internal static class NumberText
{
    private const int MostExactDigits = 19;
    private const ulong LargestExact = 1UL << 53;

    // 10^0 … 10^22 are exact doubles, so mantissa / 10^k is correctly rounded for mantissa ≤ 2^53 (Clinger 1990).
    private static readonly double[] s_powersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads a finite number: sign, digits, one decimal mark, exponent; no thousands marks, no blanks.</summary>
    /// <param name="text">The cell, already trimmed.</param>
    /// <param name="decimalMark">Point or comma; the other one is refused.</param>
    /// <param name="value">The number, correctly rounded; 0 when the text is none.</param>
    /// <returns>False when the text is no number or not finite.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, char decimalMark, out double value)
    {
        value = 0;
        if (text.IsEmpty)
            return false;
        int i = text[0] is '-' or '+' ? 1 : 0;
        ulong mantissa = 0;
        int digits = 0;
        int fraction = -1;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                digits++;
                if (fraction >= 0)
                    fraction++;
            }
            else if (text[i] == decimalMark && fraction < 0)
                fraction = 0;
            else
                return TryParseSlowly(text, decimalMark, out value);
            if (digits > MostExactDigits)
                return TryParseSlowly(text, decimalMark, out value);
        }
        if (digits == 0)
            return false;
        if (mantissa > LargestExact)
            return TryParseSlowly(text, decimalMark, out value);
        value = fraction > 0 ? mantissa / s_powersOfTen[fraction] : mantissa;
        if (text[0] == '-')
            value = -value;
        return true;
    }

    private static bool TryParseSlowly(ReadOnlySpan<char> text, char decimalMark, out double value)
    {
        value = 0;
        const int longest = 400;
        if (text.Length > longest)
            return false;
        Span<char> copy = stackalloc char[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == decimalMark)
                c = '.';
            else if (c == '\u2212')
                c = '-';
            else if (!char.IsAsciiDigit(c) && c is not ('-' or '+' or 'e' or 'E'))
                return false;
            copy[i] = c;
        }
        const NumberStyles style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(copy, style, CultureInfo.InvariantCulture, out double parsed) || !double.IsFinite(parsed))
            return false;
        value = parsed;
        return true;
    }
}
