using PruningLab.Engine.Data;

namespace PruningLab.Engine.Networks;

/// <summary>Everything a backend must know to allocate a network once and for all.</summary>
/// <param name="Spec">The chosen network.</param>
/// <param name="Inputs">Features per time step.</param>
/// <param name="Window">Time steps per window.</param>
/// <param name="BatchSize">Most windows per batch.</param>
public sealed record NetworkShape(NetworkSpec Spec, int Inputs, int Window, int BatchSize)
{
    /// <summary>Values per prediction: targets of a regression, classes of a classification.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>Threads that a backend on the processor may use.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What the network is asked for; decides the loss.</summary>
    public TaskKind Task { get; init; } = TaskKind.Regression;

    /// <summary>The shape that fits given data.</summary>
    public static NetworkShape For(NetworkSpec spec, WindowSet data, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new NetworkShape(spec, data.FeatureCount, data.Window, batchSize) { Outputs = data.Outputs, Task = data.Task };
    }
}
