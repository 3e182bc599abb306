namespace PruningLab.Engine.Data;

/// <summary>A column of words that are classes: few different ones. Immutable, safe to share.</summary>
public sealed class CategoryColumn
{
    /// <summary>Most different words or numbers that are classes.</summary>
    public const int MostClasses = 256;

    private readonly double[] _numbers;

    /// <summary>Wraps class numbers without copying them; they must not be changed afterwards.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="classes">Names of the classes, all different.</param>
    /// <param name="numbers">For each row the place of its class; NaN where it is missing.</param>
    /// <exception cref="ArgumentException">A number names no class.</exception>
    public CategoryColumn(string name, IReadOnlyList<string> classes, double[] numbers)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(numbers);
        if (!System.Array.TrueForAll(numbers, number => double.IsNaN(number) || (number >= 0 && number < classes.Count)))
            throw new ArgumentException("Each number must name a class.", nameof(numbers));
        Name = name;
        Classes = classes;
        _numbers = numbers;
    }

    /// <summary>Name of the column.</summary>
    public string Name { get; }

    /// <summary>Names of the classes: words in the order of their letters, numbers ascending.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>For each row the place of its class among <see cref="Classes"/>; NaN where it is missing.</summary>
    public ReadOnlySpan<double> Numbers => _numbers;

    /// <summary>The array behind <see cref="Numbers"/>, for putting rows in order before anybody else sees them.</summary>
    internal double[] Array => _numbers;

    /// <summary>A numeric column as classes.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="values">Its values; NaN means missing.</param>
    /// <param name="column">The classes, each different whole number one.</param>
    /// <returns>Why it cannot be, as the part of a sentence that says what was found; null when it can.</returns>
    internal static string? TryFrom(string name, ReadOnlySpan<double> values, out CategoryColumn? column)
    {
        column = null;
        Dictionary<double, int> places = [];
        foreach (double value in values)
        {
            if (double.IsNaN(value))
                continue;
            if (value != Math.Floor(value) || Math.Abs(value) > 1e9)
                return $"the column {name} holds {NumberTextOf(value)}";
            places.TryAdd(value, 0);
            if (places.Count > MostClasses)
                return $"the column {name} holds more than {MostClasses} different numbers";
        }
        double[] ascending = [.. places.Keys.Order()];
        for (int place = 0; place < ascending.Length; place++)
            places[ascending[place]] = place;
        double[] numbers = new double[values.Length];
        for (int row = 0; row < numbers.Length; row++)
            numbers[row] = double.IsNaN(values[row]) ? double.NaN : places[values[row]];
        column = new CategoryColumn(name, [.. ascending.Select(NumberTextOf)], numbers);
        return null;
    }

    private static string NumberTextOf(double value) => (value + 0.0).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
