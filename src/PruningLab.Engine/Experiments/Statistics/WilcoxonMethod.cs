namespace PruningLab.Engine.Experiments.Statistics;

/// <summary>Where the p value of Wilcoxon's test comes from.</summary>
public enum WilcoxonMethod
{
    /// <summary>Counted out for up to 50 pairs without ties and zeros, and for up to 13 with them; else normal, as SciPy chooses since 1.15.</summary>
    Automatic,

    /// <summary>Counted out over all 2ⁿ signs of the ranks as they are, ties included.</summary>
    Exact,

    /// <summary>Normal approximation.</summary>
    Normal,

    /// <summary>Normal approximation with a correction for continuity of ½.</summary>
    NormalWithContinuity,
}
