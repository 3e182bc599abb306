namespace PruningLab.Engine.Data.Features;

/// <summary>Where the training part ends in a series whose incomplete rows are still there.</summary>
internal static class TrainingRows
{
    /// <summary>Number of leading rows that train for sure; choices may be made on them.</summary>
    /// <remarks>Where rows with missing values are dropped later, the training part is a share of what remains and may end sooner
    /// than the same share of all rows; leaving out rows at the start only moves its end to later rows.</remarks>
    public static int Of(Series series, DataSpec spec)
    {
        int rows = series.RowCount / (spec.StageKind == StageKind.Time ? spec.Stages : 1);
        if (spec.Missing != MissingValueRule.Drop)
            return Partition.Share(spec.TrainShare, rows);
        bool[] complete = Complete(series, spec);
        int kept = complete.Count(isComplete => isComplete) / (spec.StageKind == StageKind.Time ? spec.Stages : 1);
        int wanted = Partition.Share(spec.TrainShare, kept);
        int row = 0;
        for (int found = 0; found < wanted && row < series.RowCount; row++)
            found += complete[row] ? 1 : 0;
        return row;
    }

    /// <summary>The rows that have a value in every column of the series that the spec chooses.</summary>
    private static bool[] Complete(Series series, DataSpec spec)
    {
        bool[] complete = new bool[series.RowCount];
        Array.Fill(complete, true);
        IReadOnlyList<string> targets = WindowBuilder.TargetsOf(series, spec);
        for (int column = 0; column < series.ColumnNames.Count; column++)
        {
            string name = series.ColumnNames[column];
            if (spec.Features.Count > 0 && !spec.Features.Contains(name) && !targets.Contains(name))
                continue;
            ReadOnlySpan<double> values = series.Column(column);
            for (int row = 0; row < values.Length; row++)
                complete[row] &= !double.IsNaN(values[row]);
        }
        if (spec.Task == TaskKind.Classification && series.Categories.FirstOrDefault(category => category.Name == targets[0]) is { } words)
        {
            for (int row = 0; row < complete.Length; row++)
                complete[row] &= !double.IsNaN(words.Numbers[row]);
        }
        return complete;
    }
}
