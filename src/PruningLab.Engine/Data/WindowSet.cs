namespace PruningLab.Engine.Data;

/// <summary>A standardised series seen through sliding windows; the series is held once, not once per window.</summary>
/// <remarks>
/// Window i covers rows i … i+W−1 and predicts the target at row i+W. Windows 0 … TrainCount−1 are the training part:
/// those whose predicted row lies before the split. The rest are the test part.
/// </remarks>
public sealed class WindowSet
{
    private readonly float[] _rows;
    private readonly float[] _target;

    /// <summary>Wraps standardised rows.</summary>
    /// <param name="rows">Standardised features, row-major [rowCount × features].</param>
    /// <param name="target">Standardised target, one per row.</param>
    /// <param name="featureNames">Names of the features, in column order.</param>
    /// <param name="targetName">Name of the target.</param>
    /// <param name="window">Rows per window W.</param>
    /// <param name="splitRow">First row of the test part.</param>
    /// <param name="targetMean">Mean that was subtracted from the target.</param>
    /// <param name="targetScale">Standard deviation that the target was divided by.</param>
    /// <param name="timestamps">Time of each row, when the series has one.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a part has no window.</exception>
    public WindowSet(
        float[] rows, float[] target, IReadOnlyList<string> featureNames, string targetName, int window, int splitRow,
        double targetMean, double targetScale, DateTime[]? timestamps = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(featureNames);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(window);
        if (rows.Length != target.Length * featureNames.Count || featureNames.Count == 0)
        {
            throw new ArgumentException("Rows and target do not fit together.", nameof(rows));
        }
        if (splitRow <= window || splitRow >= target.Length)
        {
            throw new ArgumentException("Training and test part both need a window.", nameof(splitRow));
        }
        _rows = rows;
        _target = target;
        FeatureNames = featureNames;
        TargetName = targetName;
        Window = window;
        TrainCount = splitRow - window;
        TestCount = target.Length - splitRow;
        TargetMean = targetMean;
        TargetScale = targetScale;
        Timestamps = timestamps;
    }

    /// <summary>Names of the features.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Name of the target.</summary>
    public string TargetName { get; }

    /// <summary>Features per row.</summary>
    public int FeatureCount => FeatureNames.Count;

    /// <summary>Rows per window.</summary>
    public int Window { get; }

    /// <summary>Windows of the training part.</summary>
    public int TrainCount { get; }

    /// <summary>Windows of the test part; the first is number <see cref="TrainCount"/>.</summary>
    public int TestCount { get; }

    /// <summary>All windows.</summary>
    public int Count => TrainCount + TestCount;

    /// <summary>Mean of the target before standardising, in its own units.</summary>
    public double TargetMean { get; }

    /// <summary>Standard deviation of the target before standardising, in its own units.</summary>
    public double TargetScale { get; }

    /// <summary>Time of each row; null when the series has none.</summary>
    public IReadOnlyList<DateTime>? Timestamps { get; }

    /// <summary>Sentences on what was done to the data (missing values, constant columns), for the page.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How the features were standardised, in column order; as they came (mean 0, scale 1) when not told.</summary>
    public IReadOnlyList<ColumnScale> FeatureScales
    {
        get => field ?? [.. FeatureNames.Select(name => new ColumnScale(name, 0, 1))];
        init;
    }

    /// <summary>Standardised features, row-major [row × feature].</summary>
    public ReadOnlySpan<float> Rows => _rows;

    /// <summary>Standardised features of one window, row-major [W × features].</summary>
    public ReadOnlySpan<float> Inputs(int window) => _rows.AsSpan(window * FeatureCount, Window * FeatureCount);

    /// <summary>Standardised target of one window.</summary>
    public float Target(int window) => _target[window + Window];

    /// <summary>Row that a window predicts.</summary>
    public int TargetRow(int window) => window + Window;

    /// <summary>Back to the target's own units: <c>y·scale + mean</c>.</summary>
    public double ToUnits(double standardised) => (standardised * TargetScale) + TargetMean;
}
