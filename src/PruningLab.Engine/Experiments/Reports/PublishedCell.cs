namespace PruningLab.Engine.Experiments.Reports;

/// <summary>A cell of Appendix A of paper 001.</summary>
/// <param name="Data">Data set, by its name in the appendix.</param>
/// <param name="Network">Network.</param>
/// <param name="Window">Sequence length.</param>
/// <param name="Method">Method.</param>
/// <param name="Mae">Mean absolute error over 10 trials.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Second">The second figure of the appendix.</param>
/// <param name="SecondMetric">Its label as printed: <c>rmse</c> or <c>runtime</c>; the latter is often really the former.</param>
public sealed record PublishedCell(
    string Data, string Network, int Window, string Method, double Mae, double Low, double High, double Second, string SecondMetric)
{
    /// <summary>Middle of the interval; the mean, but for rounding.</summary>
    public double Middle => (Low + High) / 2;
}
