namespace PruningLab.Engine.Data;

/// <summary>Which data a run uses and how they become windows.</summary>
public sealed record DataSpec
{
    /// <summary>The catalogue's name of the ready experiment's data.</summary>
    public const string Sp500 = "sp500";

    /// <summary>Id in the catalogue: <c>sp500</c>, <c>seattle-weather</c>, or <c>upload-…</c>.</summary>
    public string Source { get; init; } = Sp500;

    /// <summary>How the file is to be read; null: as detected.</summary>
    public CsvFormat? Format { get; init; }

    /// <summary>Feature columns; empty: all numeric columns, the target's included.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Target column; empty: the source's own choice (<c>close</c> for the S&amp;P 500), else the last numeric column.</summary>
    public string Target { get; init; } = "";

    /// <summary>Rows per window.</summary>
    public int Window { get; init; } = 30;

    /// <summary>Share of the rows, from the start, that is the training part.</summary>
    public double TrainShare { get; init; } = 0.8;

    /// <summary>What happens to missing values.</summary>
    public MissingValueRule Missing { get; init; } = MissingValueRule.CarryForward;

    /// <summary>Which rows the scaler is fitted on.</summary>
    public ScalerFit Scaler { get; init; } = ScalerFit.TrainingPart;
}
