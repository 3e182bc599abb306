namespace PruningLab.Engine.Data.Features;

/// <summary>Makes features from the columns of a series.</summary>
public static class FeatureBuilder
{
    /// <summary>The series with the features that <see cref="DataSpec.Engineering"/> asks for.</summary>
    /// <exception cref="DataException">A feature cannot be made of this series; one sentence.</exception>
    public static Series Build(Series series, DataSpec spec) => throw new NotImplementedException();
}
