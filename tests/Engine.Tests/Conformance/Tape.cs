namespace PruningLab.Engine.Tests.Conformance;

/// <summary>Reverse-mode differentiation in double precision, one number at a time: slow and easy to see through.</summary>
/// <remarks>Every operation writes down its value and its slopes by its operands; <see cref="Slopes"/> walks back over them.</remarks>
internal sealed class Tape
{
    private readonly List<Entry> _entries = [];

    /// <summary>A number that slopes may be asked for, or a constant.</summary>
    public Scalar Number(double value) => Write(value, -1, 0, -1, 0);

    /// <summary>The slopes of one result by every number on the tape, by <see cref="Scalar.Position"/>.</summary>
    public double[] Slopes(Scalar result)
    {
        double[] slopes = new double[_entries.Count];
        slopes[result.Position] = 1;
        for (int i = result.Position; i >= 0; i--)
        {
            Entry entry = _entries[i];
            if (entry.First >= 0)
            {
                slopes[entry.First] += slopes[i] * entry.SlopeByFirst;
            }
            if (entry.Second >= 0)
            {
                slopes[entry.Second] += slopes[i] * entry.SlopeBySecond;
            }
        }
        return slopes;
    }

    internal double ValueOf(int position) => _entries[position].Value;

    internal Scalar Write(double value, int first, double slopeByFirst, int second, double slopeBySecond)
    {
        _entries.Add(new Entry(value, first, slopeByFirst, second, slopeBySecond));
        return new Scalar(this, _entries.Count - 1);
    }

    private readonly record struct Entry(double Value, int First, double SlopeByFirst, int Second, double SlopeBySecond);
}
