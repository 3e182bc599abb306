namespace PruningLab.Engine.Data;

/// <content>From the columns that were read to a series.</content>
internal sealed partial class CsvTable
{
    private Series Finish()
    {
        // Unnamed columns at the end of the header that hold nothing come from separators at the ends of the lines.
        int width = _columns.Length;
        while (width > _namedWidth && _columns[width - 1].Kind == ColumnKind.Empty)
            width--;
        ColumnKind[] kinds = [.. Enumerable.Range(0, width).Select(KindOf)];
        int[] numeric = [.. Enumerable.Range(0, width).Where(i => kinds[i] == ColumnKind.Numeric)];
        int bad = numeric.Where(i => _columns[i].FirstOtherLine > 0).OrderBy(i => _columns[i].FirstOtherLine).FirstOrDefault(-1);
        if (bad >= 0)
        {
            ColumnBuffer column = _columns[bad];
            throw new DataException($"{_fileName}, line {column.FirstOtherLine}, column {bad + 1} ({ColumnBuffer.Shortened(column.Name)}): "
                + $"{column.FirstOtherText} was found where a finite number was expected; correct the cell or name "
                + $"its text as a missing mark.")
            { Line = column.FirstOtherLine, Column = bad + 1 };
        }
        if (numeric.Length == 0)
            throw new DataException($"{_fileName}: no column of numbers was found among "
                + $"{List([.. _columns.Take(width).Select(column => column.Name)])} where at least one was expected; "
                + $"check separator and decimal mark.");
        double[][] values = [.. numeric.Select(i => _columns[i].ToArray())];
        CategoryColumn[] categories = [.. Enumerable.Range(0, width).Where(i => kinds[i] == ColumnKind.Text)
            .Select(i => _columns[i].ToCategories()).OfType<CategoryColumn>()];
        DateTime[]? timestamps = _dateIndex >= 0 ? [.. _timestamps] : null;
        AddNotes(kinds);
        if (timestamps is not null && TimeOrder.Arrange(timestamps, [.. values, .. categories.Select(column => column.Array)]) is string arranged)
            _notes.Add(arranged);
        return new Series(_fileName, [.. numeric.Select(i => _columns[i].Name)], values, timestamps)
        {
            TextColumns = [.. Enumerable.Range(0, width).Where(i => kinds[i] != ColumnKind.Numeric).Select(i => _columns[i].Name)],
            Categories = categories,
            Groups = _filter?.Groups ?? [],
            Group = _filter?.Chosen ?? "",
            Notes = _notes,
            Preview = new SeriesPreview
            {
                Name = _fileName,
                Format = _format,
                Columns = [.. Enumerable.Range(0, width).Select(i => _columns[i].Describe(kinds[i]))],
                FirstRows = [.. _firstRows.Select(row => row.Take(width).ToArray())],
                RowCount = _rowCount,
                Notes = _notes,
            },
        };
    }

    private ColumnKind KindOf(int index)
    {
        if (index == _dateIndex || index == _timeIndex)
            return ColumnKind.Date;
        ColumnBuffer column = _columns[index];
        bool isDate = _detection.Columns.Any(found => found.Name == column.Name && found.Kind == ColumnKind.Date);
        return isDate && column.Kind is not ColumnKind.Empty ? ColumnKind.Date : column.Kind;
    }

    private void AddNotes(ColumnKind[] kinds)
    {
        // The last note of an undecided date format is a question that a day after the 12th answers.
        bool isDecided = _detection.OtherDateFormat.Length > 0 && _timestamps.Exists(time => time.Day > 12);
        _notes.AddRange(isDecided ? _detection.Notes.SkipLast(1) : _detection.Notes);
        if (_filter?.Note is { } note)
            _notes.Add(note);
        if (_blankLines > 0)
            _notes.Add($"{Count(_blankLines, "blank line")} {(_blankLines == 1 ? "was" : "were")} skipped.");
        for (int i = 0; i < kinds.Length; i++)
        {
            ColumnBuffer column = _columns[i];
            if (kinds[i] == ColumnKind.Text && column.NumericShare >= 0.5)
                _notes.Add($"Column {column.Name} is read as text, because {column.FirstOtherText} on line "
                    + $"{column.FirstOtherLine} and others are no numbers.");
        }
    }
}
