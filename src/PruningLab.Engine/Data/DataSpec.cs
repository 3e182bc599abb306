using System.Text.Json.Serialization;
using PruningLab.Engine.Data.Features;

namespace PruningLab.Engine.Data;

/// <summary>Which data a run uses and how they become windows.</summary>
public sealed record DataSpec
{
    /// <summary>The catalogue's name of the ready experiment's data.</summary>
    public const string Sp500 = "sp500";

    /// <summary>The catalogue's names of MNIST, each picture as one row and row by row.</summary>
    public const string Mnist = "mnist", MnistRows = "mnist-rows";

    /// <summary>The catalogue's names of the papers' data sets, whose files a person gets.</summary>
    public const string Sp500Stock = "sp500-stock", Bitcoin = "bitcoin", AirQuality = "air-quality", HouseholdPower = "household-power",
        Distillation = "distillation";

    /// <summary>Most parts of data that change in mid-run.</summary>
    public const int MostStages = 10;

    /// <summary>Id in the catalogue: <c>sp500</c>, <c>seattle-weather</c>, <c>mnist</c>, <c>mnist-rows</c>, one of
    /// the papers' (<c>sp500-stock</c>, <c>bitcoin</c>, <c>air-quality</c>, <c>household-power</c>, <c>distillation</c>), or <c>upload-…</c>.</summary>
    public string Source { get; init; } = Sp500;

    /// <summary>Noise on the values, in percent, where a source comes with several levels: 0, 10, 20 or 30 for the distillation
    /// column; 0 for all others.</summary>
    public int NoisePercent { get; init; }

    /// <summary>How the file is to be read; null: as detected.</summary>
    public CsvFormat? Format { get; init; }

    /// <summary>Rows of one group of a file that holds several, such as one stock of many: its word in the file's column of groups;
    /// empty: the first group, or all rows of a file without groups.</summary>
    public string Group { get; init; } = "";

    /// <summary>First moment that is used; null: from the start. Needs a series with times.</summary>
    public DateTime? From { get; init; }

    /// <summary>Last day or moment that is used, included (a date without a time means the whole day); null: to the end.</summary>
    public DateTime? To { get; init; }

    /// <summary>Rows that the series is gathered into before anything else; needs a series with times.</summary>
    public ResampleStep Resample { get; init; }

    /// <summary>Features that are made beside the columns; null: none.</summary>
    public FeatureSpec? Engineering { get; init; }

    /// <summary>What is asked for; null: classes of pictures, numbers of a table.</summary>
    public TaskKind? Task { get; init; }

    /// <summary>Feature columns; empty: all numeric columns, the targets' included when the predicted row lies ahead.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Target columns, for a classification one column of classes; empty: the source's own choice (<c>close</c> for
    /// the S&amp;P 500), else the last column that can be one.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The first target; empty when it is left to the source. Read from JSON, where older files have it in place of
    /// <see cref="Targets"/>, but not written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public string Target
    {
        get => Targets.Count > 0 ? Targets[0] : "";
        init => Targets = value.Length > 0 ? [value] : [];
    }

    /// <summary>Rows per window. Pictures have their own: 1, or the rows of a picture.</summary>
    public int Window { get; init; } = 30;

    /// <summary>Rows from the last row of a window to the one it predicts: 1 the next, 0 its own, whose targets are then no
    /// features.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Share of the rows, from the start, that is the training part. Pictures come with their own parts.</summary>
    public double TrainShare { get; init; } = 0.8;

    /// <summary>Share of the rows that is the validation part, right after the training part; the rest tests. 0: the test part
    /// is also the validation part, as in paper 001. Of pictures: the share of the training pictures, their last ones.</summary>
    public double ValidationShare { get; init; }

    /// <summary>True when the rows come in a random order, always the same, before they are split: for rows that have
    /// nothing to do with each other. Needs a window of 1 and a horizon of 0.</summary>
    public bool ShuffleRows { get; init; }

    /// <summary>Most pictures of the training part; the test part shrinks by the same ratio; 0: all.</summary>
    public int MaxSamples { get; init; }

    /// <summary>What happens to missing values.</summary>
    public MissingValueRule Missing { get; init; } = MissingValueRule.CarryForward;

    /// <summary>Which rows the scaler is fitted on.</summary>
    public ScalerFit Scaler { get; init; } = ScalerFit.TrainingPart;

    /// <summary>Parts of data that change in mid-run, 1 to <see cref="MostStages"/>; 1: they stay the same.</summary>
    public int Stages { get; init; } = 1;

    /// <summary>What makes one part different from the next.</summary>
    public StageKind StageKind { get; init; } = StageKind.Time;

    /// <summary>Epochs after which the next part comes by itself: part k (from 0) after k times so many, at the latest; 0: only
    /// when a person asks for it.</summary>
    public int StageEpochs { get; init; }
}
