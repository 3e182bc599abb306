using System.Globalization;
using System.Text;
using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

/// <summary>Short ways to read literal files and to check error sentences.</summary>
internal static class Csv
{
    public const string FileName = "test.csv";

    public static Series Read(string text, CsvFormat? format = null) => Read(Encoding.UTF8.GetBytes(text), format);

    public static Series Read(byte[] bytes, CsvFormat? format = null)
    {
        using MemoryStream stream = new(bytes);
        return CsvReader.Read(stream, FileName, format);
    }

    public static CsvDetection Detect(string text) =>
        CsvFormatDetector.Detect(Encoding.UTF8.GetBytes(text), FileName, isWholeFile: true);

    /// <summary>Reads a file that must be refused, by one sentence that names it.</summary>
    public static DataException Refused(string text, CsvFormat? format = null) => Refused(Encoding.UTF8.GetBytes(text), format);

    public static DataException Refused(byte[] bytes, CsvFormat? format = null)
    {
        DataException exception = Assert.Throws<DataException>(() => Read(bytes, format));
        Assert.StartsWith(FileName, exception.Message, StringComparison.Ordinal);
        Assert.Contains("expected", exception.Message, StringComparison.Ordinal);
        Assert.True(IsOneSentence(exception.Message), exception.Message);
        if (exception.Line is int line)
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"line {line}"), exception.Message, StringComparison.Ordinal);
        if (exception.Column is int column)
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"column {column}"), exception.Message, StringComparison.Ordinal);
        return exception;
    }

    /// <summary>One line that ends with a full stop and has none before a blank within.</summary>
    public static bool IsOneSentence(string message) =>
        message.Length > 10 && message[^1] == '.' && message[^2] != '.'
        && !message.Contains(". ", StringComparison.Ordinal) && !message.Contains('\n', StringComparison.Ordinal)
        && !message.Contains("! ", StringComparison.Ordinal) && !message.Contains("? ", StringComparison.Ordinal);
}
