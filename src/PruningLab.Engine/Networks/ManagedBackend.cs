using System.Runtime.Intrinsics;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>The managed engine: C# only, one thread, the same bits for the same seed on the same machine.</summary>
public sealed class ManagedBackend : IBackend
{
    /// <summary>Longest window and largest batch that the backend supports.</summary>
    public const int MaxWindow = 365, MaxBatchSize = 512;

    /// <summary>Most features per time step.</summary>
    public const int MaxInputs = 4096;

    /// <summary>Uses the widest vectors that the machine has.</summary>
    public ManagedBackend()
        : this(KernelPaths.Best)
    {
    }

    /// <summary>Uses given vectors, in software where the machine lacks them.</summary>
    /// <param name="path">Vector width.</param>
    public ManagedBackend(KernelPath path) => Path = path;

    /// <inheritdoc/>
    public string Name => "CPU";

    /// <summary>Vector width of the kernels.</summary>
    public KernelPath Path { get; }

    /// <inheritdoc/>
    public INetwork Create(NetworkShape shape, RandomStream weights)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(weights);
        Check(shape.Spec.HiddenUnits, NetworkSpec.MinHiddenUnits, NetworkSpec.MaxHiddenUnits, "Hidden units");
        Check(shape.Inputs, 1, MaxInputs, "Features per time step");
        Check(shape.Window, 1, MaxWindow, "Time steps per window");
        Check(shape.BatchSize, 1, MaxBatchSize, "Windows per batch");
        return Path switch
        {
            KernelPath.Vector512 => new ManagedRecurrentNetwork<Vector512<float>, Lanes512>(shape, weights),
            KernelPath.Vector256 => new ManagedRecurrentNetwork<Vector256<float>, Lanes256>(shape, weights),
            _ => new ManagedRecurrentNetwork<float, ScalarLanes>(shape, weights),
        };
    }

    private static void Check(int value, int smallest, int largest, string what)
    {
        if (value < smallest || value > largest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(value), value, $"{what} must be between {smallest} and {largest}, not {value}.");
        }
    }
}
