namespace PruningLab.Engine.Data;

/// <summary>One column while its file is read: numbers so far, and what stood in the way of numbers.</summary>
internal sealed class ColumnBuffer
{
    private const int FirstValueCount = 5;
    private readonly List<string> _firstValues = [];
    private readonly int _capacity;
    private double[] _values = [];
    private CategoryBuffer? _categories;
    private int _count;
    private int _numbers;
    private int _others;
    private double _minimum = double.PositiveInfinity;
    private double _maximum = double.NegativeInfinity;

    /// <summary>A column with room for about that many rows.</summary>
    public ColumnBuffer(string name, int capacity)
    {
        Name = name;
        _capacity = Math.Max(capacity, 16);
    }

    /// <summary>Name of the column.</summary>
    public string Name { get; }

    /// <summary>Line of the first cell that is neither a number nor missing; 0 when there is none.</summary>
    public int FirstOtherLine { get; private set; }

    /// <summary>Text of that cell.</summary>
    public string FirstOtherText { get; private set; } = "";

    /// <summary>Cells without a value.</summary>
    public int MissingCount { get; private set; }

    /// <summary>Share of the numbers among the cells with a value.</summary>
    public double NumericShare => _numbers == 0 ? 0 : _numbers / (double)(_numbers + _others);

    /// <summary>What a column with these counts is.</summary>
    /// <remarks>Numeric: two numbers or more, and either 95 % of the values are numbers or all but one of at least four.
    /// The few others are then errors, not a reason to call the column text.</remarks>
    public static ColumnKind KindOf(int numbers, int others)
    {
        if (numbers + others == 0)
            return ColumnKind.Empty;
        bool mostly = numbers * 100L >= (numbers + others) * 95L || (others == 1 && numbers >= 3);
        return numbers >= 2 && mostly ? ColumnKind.Numeric : ColumnKind.Text;
    }

    /// <summary>What the column is, by all its cells.</summary>
    public ColumnKind Kind => KindOf(_numbers, _others);

    /// <summary>Adds a number.</summary>
    public void AddNumber(double value)
    {
        _numbers++;
        if (value < _minimum)
            _minimum = value;
        if (value > _maximum)
            _maximum = value;
        Add(value);
    }

    /// <summary>Adds a missing value.</summary>
    public void AddMissing()
    {
        MissingCount++;
        Add(double.NaN);
    }

    /// <summary>Adds a cell that is neither.</summary>
    public void AddOther(ReadOnlySpan<char> text, int line)
    {
        if (_others++ == 0)
        {
            FirstOtherLine = line;
            FirstOtherText = Quoted(text);
            _categories = new CategoryBuffer();
        }
        _categories!.Add(text, _count);
        Add(double.NaN);
    }

    /// <summary>Keeps the text of one of the first cells for the preview.</summary>
    public void Show(ReadOnlySpan<char> text)
    {
        if (_firstValues.Count < FirstValueCount)
            _firstValues.Add(Shortened(text));
    }

    /// <summary>All values, in an array of exactly their number.</summary>
    public double[] ToArray()
    {
        Reserve(_count);
        if (_values.Length != _count)
            Array.Resize(ref _values, _count);
        return _values;
    }

    /// <summary>The column's words as classes; null when they are too many or fewer than two.</summary>
    public CategoryColumn? ToCategories() => _categories is { IsFull: false } categories ? categories.ToColumn(Name, ToArray()) : null;

    /// <summary>The column for the preview.</summary>
    public ColumnDescription Describe(ColumnKind kind) => new()
    {
        Name = Name,
        Kind = kind,
        MissingCount = MissingCount,
        Minimum = kind == ColumnKind.Numeric ? _minimum : null,
        Maximum = kind == ColumnKind.Numeric ? _maximum : null,
        FirstValues = _firstValues,
    };

    /// <summary>A cell as it is shown in a sentence: in quotes, short, on one line.</summary>
    public static string Quoted(ReadOnlySpan<char> text) => $"\"{Shortened(text)}\"";

    /// <summary>A text on one line, at most 40 characters long.</summary>
    public static string Shortened(ReadOnlySpan<char> text)
    {
        const int longest = 40;
        Span<char> copy = stackalloc char[Math.Min(text.Length, longest)];
        for (int i = 0; i < copy.Length; i++)
            copy[i] = char.IsControl(text[i]) ? ' ' : text[i];
        return text.Length > longest ? $"{copy[..(longest - 1)]}…" : copy.ToString();
    }

    private void Add(double value)
    {
        // Until the first value a column is only counted: columns of nothing cost nothing.
        if (_values.Length == 0 && double.IsNaN(value))
        {
            _count++;
            return;
        }
        Reserve(_count + 1);
        _values[_count++] = value;
    }

    private void Reserve(int count)
    {
        if (count <= _values.Length)
            return;
        bool isFirst = _values.Length == 0;
        Array.Resize(ref _values, Math.Max(count, isFirst ? _capacity : checked(_values.Length * 2)));
        if (isFirst)
            _values.AsSpan(0, _count).Fill(double.NaN);
    }
}
