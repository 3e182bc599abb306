namespace PruningLab.Engine.Data.Features;

/// <summary>Features that are made from the columns of a series, beside the columns themselves.</summary>
/// <remarks>After the feature engineering released with Vos et al. 2025, without its leaks: everything that is chosen from the
/// data (lags, classes) is chosen on the training part, and no feature of a row looks at a later row, unless
/// <see cref="Leads"/> says so.</remarks>
public sealed record FeatureSpec
{
    /// <summary>Most lags of a target, and most lengths of rolling figures.</summary>
    public const int MostLags = 100, MostRolling = 20;

    /// <summary>Longest lag that autocorrelation looks at, and longest lag or rolling length that may be named, in rows.</summary>
    public const int FarthestLag = 1_000, FarthestRow = 10_000;

    /// <summary>True for day, month, week of the year, year, quarter, day of the week, weekend and, for rows finer than days,
    /// hour.</summary>
    public bool Calendar { get; init; } = true;

    /// <summary>Lags of the target, in rows; empty: found by autocorrelation.</summary>
    public IReadOnlyList<int> Lags { get; init; } = [];

    /// <summary>Most lags that are found; 0: none.</summary>
    public int MaxLags { get; init; } = 5;

    /// <summary>Longest lag that is looked at, in rows.</summary>
    public int LongestLag { get; init; } = 30;

    /// <summary>Absolute autocorrelation that a lag must exceed to be taken.</summary>
    public double LagCorrelation { get; init; } = 0.2;

    /// <summary>Lengths, in rows, over which the target's rolling mean and standard deviation are taken; empty: none.</summary>
    public IReadOnlyList<int> Rolling { get; init; } = [7, 14];

    /// <summary>True when a column of few words becomes one column of 0 and 1 for each word.</summary>
    public bool OneHot { get; init; } = true;

    /// <summary>What a row may know of later rows.</summary>
    public LeadKind Leads { get; init; } = LeadKind.None;

    /// <inheritdoc/>
    public bool Equals(FeatureSpec? other) => other is not null
        && (Calendar, MaxLags, LongestLag, LagCorrelation, OneHot, Leads)
            == (other.Calendar, other.MaxLags, other.LongestLag, other.LagCorrelation, other.OneHot, other.Leads)
        && Lags.SequenceEqual(other.Lags) && Rolling.SequenceEqual(other.Rolling);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Calendar, MaxLags, LongestLag, LagCorrelation, OneHot, Leads, Lags.Count, Rolling.Count);
}
