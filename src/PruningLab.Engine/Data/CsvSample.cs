namespace PruningLab.Engine.Data;

/// <summary>The first rows of a file as texts, blank lines left out; the detector's material.</summary>
internal sealed class CsvSample
{
    private CsvSample(IReadOnlyList<string[]> rows, DataException? error = null)
    {
        Rows = rows;
        Error = error;
    }

    /// <summary>Rows of cells.</summary>
    public IReadOnlyList<string[]> Rows { get; }

    /// <summary>What ended the sample early, such as a quote that is never closed; else null.</summary>
    public DataException? Error { get; }

    /// <summary>Splits the first bytes; a row that is cut, or whose quote is never closed, ends the sample.</summary>
    public static CsvSample Read(
        ReadOnlyMemory<byte> head, CsvFormat format, string fileName, bool isWholeFile, int mostRows)
    {
        List<string[]> rows = [];
        CsvTokenizer tokenizer = new(
            head[CsvBytes.MarkOf(head.Span)..], Stream.Null, CsvBytes.Decoding(head.Span, format.Encoding), format, fileName);
        try
        {
            while (rows.Count <= mostRows - 1 && tokenizer.ReadRow())
            {
                if (tokenizer.IsBlank)
                    continue;
                string[] row = new string[tokenizer.FieldCount];
                for (int i = 0; i < row.Length; i++)
                    row[i] = tokenizer.Field(i).ToString();
                rows.Add(row);
            }
        }
        catch (DataException exception)
        {
            // The reader will meet the same place and tell the line; here the rows before it suffice.
            return new CsvSample(rows, exception);
        }
        if (!isWholeFile && rows.Count > 1 && rows.Count < mostRows)
            rows.RemoveAt(rows.Count - 1);
        return new CsvSample(rows);
    }
}
