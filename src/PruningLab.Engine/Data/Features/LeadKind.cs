namespace PruningLab.Engine.Data.Features;

/// <summary>What a row may know of the rows after it.</summary>
public enum LeadKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The calendar of the predicted row, which is known in advance.</summary>
    Calendar,

    /// <summary>Values of the target in later rows, as the code released with paper 001 computes them. <b>This leaks</b>: a lead of
    /// one row is the value to be predicted. For reproducing that code, never for a result.</summary>
    Target,
}
