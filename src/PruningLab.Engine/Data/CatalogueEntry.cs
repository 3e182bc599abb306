namespace PruningLab.Engine.Data;

/// <summary>One data set that can be chosen.</summary>
public sealed record CatalogueEntry
{
    /// <summary>Id, as in <see cref="DataSpec.Source"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Title for people.</summary>
    public required string Title { get; init; }

    /// <summary>The file's name, without its folder.</summary>
    public required string FileName { get; init; }

    /// <summary>Target that is proposed; null: the last numeric column.</summary>
    public string? DefaultTarget { get; init; }

    /// <summary>Unit of the proposed target; empty when unknown.</summary>
    public string TargetUnit { get; init; } = "";

    /// <summary>Where the data come from and under which terms, in one line.</summary>
    public string SourceNote { get; init; } = "";

    /// <summary>True for a person's own file, which can be removed.</summary>
    public bool IsUpload { get; init; }

    /// <summary>Size of the file; 0 when it is not there.</summary>
    public long Bytes { get; init; }
}
