using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Networks;

/// <summary>One pass with what it computed.</summary>
internal static class NetworkSteps
{
    /// <summary>Forward and backward; predictions and loss are taken at once.</summary>
    public static double Pass(
        this INetwork network, ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, Span<float> predictions)
    {
        network.ForwardBackward(windows, dropoutRate, dropout);
        network.CopyPredictions(predictions);
        Span<double> losses = stackalloc double[1];
        Assert.Equal(1, network.TakeLosses(losses));
        return losses[0];
    }
}
