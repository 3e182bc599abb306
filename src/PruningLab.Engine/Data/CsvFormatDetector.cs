namespace PruningLab.Engine.Data;

/// <summary>Finds out how a delimited text file is written, from its first bytes.</summary>
public static class CsvFormatDetector
{
    private const int RowsForSeparator = 200;
    private static readonly char[] s_separators = [';', '\t', '|', ',', ' '];

    /// <summary>Detects encoding, separator, decimal mark, quote, header, dates, and numbers that mean "missing".</summary>
    /// <param name="head">First bytes of the file, 64 KB at most are looked at.</param>
    /// <param name="fileName">For error sentences.</param>
    /// <param name="isWholeFile">False when the file goes on after these bytes: the last, cut row is not looked at.</param>
    /// <exception cref="DataException">The bytes are no delimited text, or there are none.</exception>
    public static CsvDetection Detect(ReadOnlyMemory<byte> head, string fileName, bool isWholeFile)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        if (head.Length > CsvBytes.HeadLength)
        {
            head = head[..CsvBytes.HeadLength];
            isWholeFile = false;
        }
        CsvBytes.RequireText(head.Span, fileName);
        CsvFormat format = new() { Encoding = CsvBytes.EncodingOf(head.Span) };
        format = format with { Quote = FindQuote(head, format) };
        (format, CsvSample sample) = FindSeparator(head, format, fileName, isWholeFile);
        if (sample.Rows.Count == 0)
            throw sample.Error ?? new DataException($"{fileName}: the file holds only blank lines where a header and "
                + $"rows of numbers were expected; choose a file with data.");
        format = format with { HasHeader = FindHeader(sample, format) };
        return ColumnDetector.Detect(sample, format, keepMissingNumbers: false);
    }

    private static char FindQuote(ReadOnlyMemory<byte> head, CsvFormat format)
    {
        string text = CsvBytes.Decoding(head.Span, format.Encoding).GetString(head.Span);
        if (text.Contains('"'))
            return '"';
        string[] fields = text.Split([',', ';', '\t', '|', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        int quoted = fields.Count(field => field.Length >= 2 && field[0] == '\'' && field[^1] == '\'');
        return quoted >= 2 && quoted * 10 >= fields.Length ? '\'' : '"';
    }

    // The separator with which most rows have the same number of fields and most fields are numbers or dates.
    private static (CsvFormat Format, CsvSample Sample) FindSeparator(
        ReadOnlyMemory<byte> head, CsvFormat format, string fileName, bool isWholeFile)
    {
        double bestScore = double.NegativeInfinity;
        CsvFormat best = format;
        foreach (char separator in s_separators)
        {
            CsvFormat candidate = format with { Separator = separator };
            CsvSample sample = CsvSample.Read(head, candidate, fileName, isWholeFile, RowsForSeparator);
            if (sample.Rows.Count == 0 && sample.Error is null)
                return (candidate, sample); // nothing but separators and line ends
            if (sample.Rows.Count == 0)
                continue;
            candidate = candidate with { DecimalMark = FindDecimalMark(sample) };
            double score = Score(sample, candidate);
            if (score > bestScore)
            {
                bestScore = score;
                best = candidate;
            }
        }
        CsvSample whole = CsvSample.Read(head, best, fileName, isWholeFile, int.MaxValue);
        return (best with { DecimalMark = FindDecimalMark(whole) }, whole);
    }

    private static double Score(CsvSample sample, CsvFormat format)
    {
        IReadOnlyList<string[]> body = sample.Rows.Count > 1 ? [.. sample.Rows.Skip(1)] : sample.Rows;
        int usual = body.GroupBy(row => row.Length).OrderByDescending(group => group.Count()).First().Key;
        double consistent = body.Count(row => row.Length == usual) / (double)body.Count;
        int understood = 0;
        int all = 0;
        foreach (string[] row in body)
        {
            foreach (string cell in row)
            {
                if (cell.Length == 0)
                    continue;
                all++;
                if (NumberText.TryParse(cell, format.DecimalMark, out _) || ColumnDetector.IsMark(cell, format)
                    || DateFormatFinder.Find([cell], "date", out _) is not null || DateFormatFinder.FindClock([cell]) is not null)
                    understood++;
            }
        }
        double readable = all == 0 ? 0 : understood / (double)all;
        double score = (0.05 + readable) * consistent;
        // One column is believed last: "a,b" above "1,2" is two columns, not one with a decimal comma.
        if (usual == 1)
            score *= sample.Rows[0].Any(name => name.AsSpan().IndexOfAny(s_separators.AsSpan(0, 4)) >= 0) ? 0.4 : 0.9;
        return sample.Rows[0].Length == usual ? score : score * 0.5;
    }

    private static char FindDecimalMark(CsvSample sample)
    {
        int points = 0;
        int commas = 0;
        foreach (string cell in sample.Rows.SelectMany(row => row))
        {
            if (cell.Contains('.') && NumberText.TryParse(cell, '.', out _))
                points++;
            else if (cell.Contains(',') && NumberText.TryParse(cell, ',', out _))
                commas++;
        }
        return commas > points ? ',' : '.';
    }

    // The first row is a header unless it looks like the rows below it.
    private static bool FindHeader(CsvSample sample, CsvFormat format)
    {
        string[] first = sample.Rows[0];
        bool IsValue(string cell) => NumberText.TryParse(cell, format.DecimalMark, out _) || ColumnDetector.IsMark(cell, format)
            || DateFormatFinder.Find([cell], "", out _) is not null || DateFormatFinder.FindClock([cell]) is not null;
        int values = first.Count(cell => cell.Length > 0 && IsValue(cell));
        int words = first.Count(cell => cell.Length > 0 && !IsValue(cell));
        if (values == 0 || words == 0)
            return values == 0;
        // A mixture: a header when a word stands above a number or a date, as in "year;1990;1991".
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i].Length == 0 || IsValue(first[i]))
                continue;
            string[] below = [.. sample.Rows.Skip(1).Where(row => i < row.Length && row[i].Length > 0).Select(row => row[i])];
            if (below.Length > 0 && below.Count(IsValue) * 2 > below.Length)
                return true;
        }
        return false;
    }
}
