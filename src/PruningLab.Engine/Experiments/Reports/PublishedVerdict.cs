namespace PruningLab.Engine.Experiments.Reports;

/// <summary>What became of a printed number or claim when it was computed again from Appendix A.</summary>
public enum PublishedVerdict
{
    /// <summary>It comes out as printed, to the last digit.</summary>
    Reproduced,

    /// <summary>It does not.</summary>
    Differs,

    /// <summary>The appendix does not have the numbers for it.</summary>
    NotCheckable,
}
