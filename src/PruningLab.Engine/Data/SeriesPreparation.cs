using PruningLab.Engine.Data.Features;

namespace PruningLab.Engine.Data;

/// <summary>From a series as its file holds it to the one that a spec means: range of time, resampling, features.</summary>
public static class SeriesPreparation
{
    /// <summary>The series that windows are built from. Its columns are those that a person may choose as features and targets.</summary>
    /// <exception cref="DataException">The spec does not fit the series; one sentence.</exception>
    public static Series Prepare(Series series, DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Engineering is null ? series : FeatureBuilder.Build(series, spec);
    }
}
