using System.Globalization;

namespace PruningLab.Engine.Data;

/// <summary>One reading of one file: header, rows into columns, judgement of the columns.</summary>
internal sealed partial class CsvTable
{
    private const int FirstRowCount = 5;
    private const int FewestRows = 3;
    private const int MostColumns = 16_384;
    private const long MostCells = 128L * 1024 * 1024;

    private readonly CsvTokenizer _tokenizer;
    private readonly CsvFormat _format;
    private readonly CsvDetection _detection;
    private readonly string _fileName;
    private readonly DateText _dates;
    private readonly double[] _missingNumbers;
    private readonly long _length;
    private readonly long _estimatedRows;
    private readonly CsvGroup? _group;
    private readonly List<DateTime> _timestamps = [];
    private readonly List<IReadOnlyList<string>> _firstRows = [];
    private readonly List<string> _notes = [];
    private ColumnBuffer[] _columns = [];
    private int _namedWidth;
    private int _headerLine;
    private int _dateIndex = -1;
    private int _timeIndex = -1;
    private int _rowCount;
    private int _blankLines;
    private CsvGroupFilter? _filter;

    /// <param name="head">First bytes, already taken from the stream.</param>
    /// <param name="stream">The rest.</param>
    /// <param name="fileName">For sentences.</param>
    /// <param name="detection">How to read it.</param>
    /// <param name="length">Bytes of the file when known: an estimate of the rows, so that columns need not grow.</param>
    /// <param name="group">Which rows of several series are kept; null: all.</param>
    public CsvTable(byte[] head, Stream stream, string fileName, CsvDetection detection, long? length, CsvGroup? group = null)
    {
        _group = group;
        _detection = detection;
        _format = detection.Format;
        _fileName = fileName;
        _dates = new DateText(_format.DateFormat, _format.TimeFormat);
        _missingNumbers = [.. _format.MissingNumbers, .. MarksThatAreNumbers(_format)];
        _tokenizer = new CsvTokenizer(
            head.AsMemory(CsvBytes.MarkOf(head)), stream, CsvBytes.Decoding(head, _format.Encoding), _format, fileName);
        long lines = Math.Max(1, head.AsSpan().Count((byte)'\n'));
        _length = length ?? head.Length;
        _estimatedRows = Math.Min(4_000_000, _length * lines / Math.Max(1, head.Length) * 21 / 20);
    }

    /// <summary>Reads all rows and makes the series.</summary>
    public Series Read(CancellationToken cancellationToken)
    {
        ReadHeader();
        while (_tokenizer.ReadRow())
        {
            if ((_rowCount & 1023) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (_tokenizer.IsBlank)
                _blankLines++;
            else
                ReadCells();
        }
        if (_rowCount == 0 && _filter is { Groups.Count: > 0 })
            throw _filter.Unknown(_fileName);
        if (_rowCount == 0)
            throw new DataException($"{_fileName}, line {_headerLine}: only a header was found where rows of data "
                + $"were expected below it; choose a file with data.")
            { Line = _headerLine };
        if (_rowCount < FewestRows)
            throw new DataException($"{_fileName}: {Count(_rowCount, "row")} of data "
                + $"{(_rowCount == 1 ? "was" : "were")} found where at least {FewestRows} were expected; choose a "
                + $"longer series.");
        return Finish();
    }

    private void ReadHeader()
    {
        do
        {
            if (!_tokenizer.ReadRow())
                throw new DataException($"{_fileName}: the file holds only blank lines where a header and rows of "
                    + $"numbers were expected; choose a file with data.");
        }
        while (_tokenizer.IsBlank);
        string[] first = new string[_tokenizer.FieldCount];
        for (int i = 0; i < first.Length; i++)
            first[i] = _tokenizer.Field(i).ToString();
        _headerLine = _tokenizer.Line;
        if (first.Length > MostColumns)
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{_fileName}, line {_headerLine}: {first.Length:N0} columns "
                + $"were found where at most {MostColumns:N0} were expected; check the separator or leave columns out."))
            { Line = _headerLine };
        IReadOnlyList<string> names = CsvHeader.Names(first, _format.HasHeader);
        _namedWidth = _format.HasHeader ? Array.FindLastIndex(first, name => name.Length > 0) + 1 : first.Length;
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            if (!seen.TryAdd(names[i], i))
                throw new DataException($"{_fileName}, line {_headerLine}, column {i + 1}: the name {ColumnBuffer.Quoted(names[i])} "
                    + $"was found again, after column {seen[names[i]] + 1}, where a name of its own was expected; "
                    + $"rename one of the two.")
                { Line = _headerLine, Column = i + 1 };
        }
        // A cell takes one byte at least, so more rows than this do not fit into the file.
        _filter = CsvGroupFilter.For(_group, names);
        long capacity = _filter is null ? Math.Min(_estimatedRows, (_length / names.Count) + 1) : 0;
        _columns = [.. names.Select(name => new ColumnBuffer(name, (int)capacity))];
        FindDateColumns(names);
        if (_dateIndex >= 0)
            _timestamps.Capacity = (int)capacity;
        if (!_format.HasHeader)
            ReadCells();
    }

    private void FindDateColumns(IReadOnlyList<string> names)
    {
        if (string.IsNullOrEmpty(_format.DateColumn))
            return;
        for (int i = 0; i < names.Count && _dateIndex < 0; i++)
            _dateIndex = names[i] == _format.DateColumn ? i : -1;
        if (_dateIndex < 0)
            throw new DataException($"{_fileName}, line {_headerLine}: no column is called \"{_format.DateColumn}\" "
                + $"where the column with the dates was expected; choose one of {List(names)}.")
            { Line = _headerLine };
        if (_format.TimeFormat.Length == 0)
            return;
        _timeIndex = _dateIndex + 1;
        if (_timeIndex >= names.Count)
            throw new DataException($"{_fileName}, line {_headerLine}: no column stands after "
                + $"\"{_format.DateColumn}\" where the time of day was expected; leave the time format "
                + $"empty.")
            { Line = _headerLine };
    }

    private void ReadCells()
    {
        int fields = _tokenizer.FieldCount;
        if (fields < _namedWidth || fields > _columns.Length)
            RequireWidth(fields);
        if (_filter is not null && !_filter.Passes(_filter.Index < fields ? _tokenizer.Field(_filter.Index) : default, _fileName, _tokenizer.Line))
            return;
        if ((_rowCount + 1L) * _columns.Length > MostCells)
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{_fileName}, line {_tokenizer.Line}: more than {MostCells:N0} cells were "
                + $"found where at most that many were expected; leave out rows or columns."))
            { Line = _tokenizer.Line };
        if (_firstRows.Count < FirstRowCount)
            KeepFirstRow();
        DateTime time = default;
        for (int i = 0; i < _columns.Length; i++)
        {
            ReadOnlySpan<char> cell = i < fields ? _tokenizer.Field(i) : default;
            if (i == _dateIndex)
                time += ParseDate(cell) - default(DateTime);
            else if (i == _timeIndex)
                time = Add(time, cell);
            else
                AddCell(_columns[i], cell);
        }
        if (_dateIndex >= 0)
            _timestamps.Add(time);
        _rowCount++;
    }

    private void AddCell(ColumnBuffer column, ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty)
            column.AddMissing();
        else if (NumberText.TryParse(cell, _format.DecimalMark, out double value))
        {
            if (Array.IndexOf(_missingNumbers, value) >= 0)
                column.AddMissing();
            else
                column.AddNumber(value);
        }
        else if (ColumnDetector.IsMark(cell, _format))
            column.AddMissing();
        else
            column.AddOther(cell, _tokenizer.Line);
    }

    private DateTime ParseDate(ReadOnlySpan<char> cell)
    {
        if (_dates.TryParseDate(cell, out DateTime value))
            return value;
        string expected = _format.DateFormat switch
        {
            "" => "a date like 2020-01-31",
            CsvFormat.UnixSeconds => "a time in seconds since 1970",
            CsvFormat.UnixMilliseconds => "a time in milliseconds since 1970",
            _ => $"a date in the format {_format.DateFormat}",
        };
        throw NoTime(cell, expected, _dateIndex, "choose another date format or no date column");
    }

    private DateTime Add(DateTime date, ReadOnlySpan<char> cell) => _dates.TryParseTime(cell, out TimeSpan value) && value <= DateTime.MaxValue - date
        ? date + value
        : throw NoTime(cell, $"a time of day in the format "
            + $"{_format.TimeFormat}", _timeIndex, "choose another time format or none");

    private DataException NoTime(ReadOnlySpan<char> cell, string expected, int column, string remedy) => new(
        $"{_fileName}, line {_tokenizer.Line}, column {column + 1} ({ColumnBuffer.Shortened(_columns[column].Name)}): "
        + $"{(cell.IsEmpty ? "an empty cell" : ColumnBuffer.Quoted(cell))} was found where {expected} was expected; "
        + $"correct the cell, or {remedy}.")
    { Line = _tokenizer.Line, Column = column + 1, IsDate = true };

    private void RequireWidth(int fields)
    {
        bool surplusIsEmpty = fields > _columns.Length;
        for (int i = _columns.Length; i < fields && surplusIsEmpty; i++)
            surplusIsEmpty = _tokenizer.Field(i).IsEmpty;
        if (!surplusIsEmpty)
            throw new DataException($"{_fileName}, line {_tokenizer.Line}: {Count(fields, "field")} "
                + $"{(fields == 1 ? "was" : "were")} found where {_namedWidth} were expected as in line "
                + $"{_headerLine}; correct the line, or put quotes around fields that hold the "
                + $"separator.")
            { Line = _tokenizer.Line };
    }

    private void KeepFirstRow()
    {
        string[] row = new string[_columns.Length];
        for (int i = 0; i < row.Length; i++)
        {
            ReadOnlySpan<char> cell = i < _tokenizer.FieldCount ? _tokenizer.Field(i) : default;
            row[i] = cell.ToString();
            _columns[i].Show(cell);
        }
        _firstRows.Add(row);
    }

    private static IEnumerable<double> MarksThatAreNumbers(CsvFormat format)
    {
        foreach (string mark in format.MissingMarks)
        {
            if (NumberText.TryParse(mark, format.DecimalMark, out double value))
                yield return value;
        }
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(12).Select(name => ColumnBuffer.Shortened(name))) + (names.Count > 12 ? ", …" : "");
}
