namespace PruningLab.Engine.Data.Features;

/// <summary>Features that are made from the columns of a series, beside the columns themselves.</summary>
/// <remarks>After the feature engineering released with Vos et al. 2025, without its leaks: everything that is chosen from the
/// data (lags, classes) is chosen on the training part, and no feature of a row looks at a later row, unless
/// <see cref="Leads"/> says so.</remarks>
public sealed record FeatureSpec
{
    /// <summary>True for day, month, week of the year, quarter, day of the week, weekend and, for rows finer than days, hour.</summary>
    public bool Calendar { get; init; } = true;

    /// <summary>Lags of the target, in rows; empty: found by autocorrelation.</summary>
    public IReadOnlyList<int> Lags { get; init; } = [];

    /// <summary>Most lags that are found; 0: none.</summary>
    public int MaxLags { get; init; } = 5;

    /// <summary>Longest lag that is looked at, in rows.</summary>
    public int LongestLag { get; init; } = 30;

    /// <summary>Least absolute autocorrelation of a lag that is taken.</summary>
    public double LagCorrelation { get; init; } = 0.2;

    /// <summary>Lengths, in rows, over which the target's rolling mean and standard deviation are taken; empty: none.</summary>
    public IReadOnlyList<int> Rolling { get; init; } = [7, 14];

    /// <summary>True when a column of few words becomes one column of 0 and 1 for each word.</summary>
    public bool OneHot { get; init; } = true;

    /// <summary>What a row may know of later rows.</summary>
    public LeadKind Leads { get; init; } = LeadKind.None;
}
