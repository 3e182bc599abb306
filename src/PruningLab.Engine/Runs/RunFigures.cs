using PruningLab.Engine.Training;

namespace PruningLab.Engine.Runs;

/// <summary>Errors on one part of the data, for files: what does not apply is left out.</summary>
public sealed record RunFigures
{
    /// <summary>The loss: mean squared error of the standardised targets, or mean cross-entropy in nats.</summary>
    public double? Loss { get; init; }

    /// <summary>Mean absolute error, standardised (divided by the target's standard deviation).</summary>
    public double? Mae { get; init; }

    /// <summary>Root mean squared error, standardised.</summary>
    public double? Rmse { get; init; }

    /// <summary>Mean absolute error in the target's units; only with a single target.</summary>
    public double? MaeInUnits { get; init; }

    /// <summary>Root mean squared error in the target's units; only with a single target.</summary>
    public double? RmseInUnits { get; init; }

    /// <summary>Share of the windows whose class is right.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The figures of a part.</summary>
    public static RunFigures Of(ErrorFigures errors) => new()
    {
        Loss = Known(errors.Loss),
        Mae = Known(errors.MeanAbsoluteError),
        Rmse = Known(errors.RootMeanSquaredError),
        MaeInUnits = Known(errors.MeanAbsoluteErrorInUnits),
        RmseInUnits = Known(errors.RootMeanSquaredErrorInUnits),
        Accuracy = Known(errors.Accuracy),
    };

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
