namespace PruningLab.Engine.Data;

/// <summary>Which rows the mean and standard deviation are computed from.</summary>
public enum ScalerFit
{
    /// <summary>The training part only: nothing of the future leaks.</summary>
    TrainingPart,

    /// <summary>All rows, as the authors of the paper do; leaks the test part's mean and spread.</summary>
    WholeSeries,
}
