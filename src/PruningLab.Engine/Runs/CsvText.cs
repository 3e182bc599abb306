using System.Globalization;

namespace PruningLab.Engine.Runs;

/// <summary>Writes tables as CSV: commas, points, lines that end in a line feed, cells quoted where they must be; numbers that are
/// not finite stay empty.</summary>
internal sealed class CsvText(TextWriter writer)
{
    private bool _begun;

    /// <summary>A text.</summary>
    public CsvText Cell(string text)
    {
        Separate();
        bool mustQuote = text.AsSpan().IndexOfAny(",\"\r\n") >= 0;
        writer.Write(mustQuote ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
        return this;
    }

    /// <summary>A whole number.</summary>
    public CsvText Cell(long number)
    {
        Separate();
        writer.Write(number.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>A number, with as many digits as tell it from all others.</summary>
    public CsvText Cell(double number)
    {
        Separate();
        writer.Write(double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "");
        return this;
    }

    /// <summary>A single-precision number, with as many digits as tell it from all others.</summary>
    public CsvText Cell(float number)
    {
        Separate();
        writer.Write(float.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "");
        return this;
    }

    /// <summary>A moment, as <c>2020-02-29T12:00:00</c>.</summary>
    public CsvText Cell(DateTime time) => Cell(time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));

    /// <summary>A line of texts.</summary>
    public void Line(params ReadOnlySpan<string> texts)
    {
        foreach (string text in texts)
        {
            Cell(text);
        }
        End();
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        writer.Write('\n');
        _begun = false;
    }

    private void Separate()
    {
        if (_begun)
        {
            writer.Write(',');
        }
        _begun = true;
    }
}
