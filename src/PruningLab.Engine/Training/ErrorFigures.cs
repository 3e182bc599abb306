namespace PruningLab.Engine.Training;

/// <summary>Errors of a set of predictions; NaN where a figure does not apply.</summary>
/// <param name="Loss">The loss: mean squared error of the standardised targets, or mean cross-entropy in nats.</param>
/// <param name="MeanSquaredError">MSE, standardised, over all targets; NaN for a classification.</param>
/// <param name="MeanAbsoluteError">MAE, standardised, over all targets; NaN for a classification.</param>
/// <param name="Accuracy">Share of windows whose class is right; NaN for a regression.</param>
/// <param name="Scale">Standard deviation of the target, to turn standardised errors into its units; NaN when there are
/// several targets.</param>
public readonly record struct ErrorFigures(
    double Loss, double MeanSquaredError, double MeanAbsoluteError, double Accuracy, double Scale)
{
    /// <summary>Nothing known.</summary>
    public static ErrorFigures Unknown { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>RMSE, standardised.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    /// <summary>MAE in the target's units.</summary>
    public double MeanAbsoluteErrorInUnits => MeanAbsoluteError * Scale;

    /// <summary>RMSE in the target's units.</summary>
    public double RootMeanSquaredErrorInUnits => RootMeanSquaredError * Scale;
}
