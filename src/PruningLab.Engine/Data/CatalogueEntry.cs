using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Data;

/// <summary>One data set that can be chosen.</summary>
public sealed record CatalogueEntry
{
    /// <summary>Id, as in <see cref="DataSpec.Source"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Title for people.</summary>
    public required string Title { get; init; }

    /// <summary>The file's name, without its folder; of several files the first.</summary>
    public required string FileName { get; init; }

    /// <summary>What it holds.</summary>
    public DataKind Kind { get; init; }

    /// <summary>How the file is laid out.</summary>
    public FileLayout Layout { get; init; }

    /// <summary>Levels of noise, in percent, that the data come with; empty for most.</summary>
    public IReadOnlyList<int> NoiseLevels { get; init; } = [];

    /// <summary>Target that is proposed; null: the last numeric column.</summary>
    public string? DefaultTarget { get; init; }

    /// <summary>Unit of the proposed target; empty when unknown.</summary>
    public string TargetUnit { get; init; } = "";

    /// <summary>Where the data come from and under which terms, in one line.</summary>
    public string SourceNote { get; init; } = "";

    /// <summary>True for a person's own file, which can be removed.</summary>
    public bool IsUpload { get; init; }

    /// <summary>True when PruningLab knows the data set but a person has to get its file: nothing of it is in the data folder.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Where a person gets the file; empty for data that need no getting.</summary>
    public string Url { get; init; } = "";

    /// <summary>Terms of the data, as far as they are known; empty when <see cref="SourceNote"/> tells them.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Where to get the file, its terms and where to put it, in one sentence; empty for data that need no getting.</summary>
    public string HowToGet { get; init; } = "";

    /// <summary>What was chosen among several files, in one sentence; empty when there was nothing to choose.</summary>
    public string FileNote { get; init; } = "";

    /// <summary>The file's place; null: beside the others of its kind.</summary>
    internal string? Path { get; init; }

    /// <summary>Size of the files; 0 when they are not there.</summary>
    public long Bytes { get; init; }

    /// <summary>Rows per window that pictures bring with them; 0 for a table, whose window is chosen.</summary>
    public int OwnWindow { get; init; }

    /// <summary>Choice of columns and parts that makes a sensible experiment with these data; null: as any table.</summary>
    public DataSpec? SuggestedData { get; init; }

    /// <summary>Network that makes a sensible experiment with these data; null: as any network that takes windows.</summary>
    public NetworkSpec? SuggestedNetwork { get; init; }

    /// <summary>Training that makes a sensible experiment with these data; null: as it is.</summary>
    public TrainingSpec? SuggestedTraining { get; init; }

    /// <summary>What was set with these data, in one sentence; empty when nothing is.</summary>
    public string SuggestionNote { get; init; } = "";
}
