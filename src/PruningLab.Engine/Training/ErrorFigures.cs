namespace PruningLab.Engine.Training;

/// <summary>Errors of a set of predictions.</summary>
/// <param name="MeanSquaredError">MSE, standardised: the loss.</param>
/// <param name="MeanAbsoluteError">MAE, standardised.</param>
/// <param name="Scale">Standard deviation of the target, to turn standardised errors into its units.</param>
public readonly record struct ErrorFigures(double MeanSquaredError, double MeanAbsoluteError, double Scale)
{
    /// <summary>Nothing known.</summary>
    public static ErrorFigures Unknown { get; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>RMSE, standardised.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    /// <summary>MAE in the target's units.</summary>
    public double MeanAbsoluteErrorInUnits => MeanAbsoluteError * Scale;

    /// <summary>RMSE in the target's units.</summary>
    public double RootMeanSquaredErrorInUnits => RootMeanSquaredError * Scale;
}
