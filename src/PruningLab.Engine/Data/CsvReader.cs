namespace PruningLab.Engine.Data;

/// <summary>Reads delimited text into a <see cref="Series"/>, row by row, never the whole text at once.</summary>
public static class CsvReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="stream">The file's bytes; read to the end, not closed.</param>
    /// <param name="fileName">Name for error sentences and for the series.</param>
    /// <param name="format">How to read it; null: as <see cref="CsvFormatDetector"/> finds.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Numeric columns, with the timestamps ascending when there is a date column.</returns>
    /// <exception cref="DataException">The file cannot be used; one sentence with file, line and column.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static Series Read(
        Stream stream, string fileName, CsvFormat? format = null, CancellationToken cancellationToken = default) =>
        Read(stream, fileName, format, null, cancellationToken);

    /// <summary>As the other overload, of a file that holds several series: only the rows of one group are kept.</summary>
    /// <param name="stream">The file's bytes.</param>
    /// <param name="fileName">Name for error sentences and for the series.</param>
    /// <param name="format">How to read it; null: as detected.</param>
    /// <param name="group">Which rows; null: all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static Series Read(
        Stream stream, string fileName, CsvFormat? format, CsvGroup? group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(fileName);
        long start = stream.CanSeek ? stream.Position : 0;
        byte[] head = CsvBytes.ReadHead(stream);
        CsvDetection detection = format is null
            ? CsvFormatDetector.Detect(head, fileName, head.Length < CsvBytes.HeadLength)
            : Complete(head, fileName, format);
        long? length = stream.CanSeek ? stream.Length - start : null;
        try
        {
            return new CsvTable(head, stream, fileName, detection, length, group).Read(cancellationToken);
        }
        catch (DataException exception) when (exception.IsDate && detection.OtherDateFormat.Length > 0 && stream.CanSeek)
        {
            // A later row shows that day and month stand the other way round.
            stream.Position = start + head.Length;
            detection = detection with { Format = detection.Format with { DateFormat = detection.OtherDateFormat } };
            return new CsvTable(head, stream, fileName, detection, length, group).Read(cancellationToken);
        }
    }

    // A person's format stands as it is; only a date column that it leaves open is looked for.
    private static CsvDetection Complete(byte[] head, string fileName, CsvFormat format)
    {
        CsvBytes.RequireText(head, fileName);
        RequireValid(format, fileName);
        CsvSample sample = CsvSample.Read(head, format, fileName, head.Length < CsvBytes.HeadLength, int.MaxValue);
        return sample.Rows.Count == 0
            ? new CsvDetection { Format = format, Columns = [] }
            : ColumnDetector.Detect(sample, format, keepMissingNumbers: true);
    }

    private static void RequireValid(CsvFormat format, string fileName)
    {
        if (char.IsLetterOrDigit(format.Separator) || format.Separator is '\r' or '\n' or '\0' or '.' or '-' or '+')
            throw new DataException($"{fileName}: the separator '{format.Separator}' cannot be used where a comma, "
                + $"semicolon, tab, bar or space was expected; choose one of these.");
        if (format.Quote == format.Separator)
            throw new DataException($"{fileName}: quote and separator are both '{format.Quote}' where two characters "
                + $"were expected; change one of them.");
        if (format.DecimalMark is not ('.' or ','))
            throw new DataException($"{fileName}: the decimal mark '{format.DecimalMark}' was found where a point or "
                + $"a comma was expected; choose one of these.");
        if (!DateText.IsValidFormat(format.DateFormat))
            throw new DataException($"{fileName}: \"{format.DateFormat}\" is no date format where one like "
                + $"dd/MM/yyyy was expected; correct it or leave it empty.");
        if (!DateText.IsValidTimeFormat(format.TimeFormat))
            throw new DataException($"{fileName}: \"{format.TimeFormat}\" is no format of a time of day where one like "
                + $"HH:mm was expected; correct it or leave it empty.");
    }
}
