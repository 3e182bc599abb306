using System.Globalization;
using System.Runtime.Intrinsics;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>The managed engine: C# only; the same bits for the same seed and number of threads on the same machine.</summary>
public sealed class ManagedBackend : IComparableBackend
{
    /// <summary>Longest window that the backend supports.</summary>
    public const int MaxWindow = 365;

    /// <summary>Most features per time step, and most outputs.</summary>
    public const int MaxInputs = 4096;

    /// <summary>Most memory of one network's parameters and states, in bytes: 1 GiB.</summary>
    public const long MaxBytes = 1L << 30;

    /// <summary>Uses the widest vectors that the machine has.</summary>
    public ManagedBackend()
        : this(KernelPaths.Best)
    {
    }

    /// <summary>Uses given vectors, in software where the machine lacks them.</summary>
    /// <param name="path">Vector width.</param>
    /// <param name="mode">How networks choose between dense and sparse kernels.</param>
    public ManagedBackend(KernelPath path, KernelMode mode = KernelMode.Automatic)
    {
        Path = path;
        Mode = mode;
    }

    /// <inheritdoc/>
    public string Name => "CPU";

    /// <inheritdoc/>
    /// <remarks>The thread budget; as many as the machine has processors unless it is set.</remarks>
    public int MaxThreads { get; init; } = Math.Min(Environment.ProcessorCount, TrainingSpec.MaxThreads);

    /// <summary>Vector width of the kernels.</summary>
    public KernelPath Path { get; }

    /// <summary>How networks choose between dense and sparse kernels.</summary>
    public KernelMode Mode { get; }

    /// <inheritdoc/>
    public IBackend Dense => new ManagedBackend(Path, KernelMode.Dense) { MaxThreads = MaxThreads };

    /// <inheritdoc/>
    public IBackend Sparse => new ManagedBackend(Path, KernelMode.Sparse) { MaxThreads = MaxThreads };

    /// <inheritdoc/>
    public INetwork Create(NetworkShape shape, RandomStream weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        CheckSizes(shape);
        if (shape.Threads < 1 || shape.Threads > MaxThreads)
        {
            throw new SettingException(
                $"The number of threads is {shape.Threads}, but must be from 1 to {MaxThreads}, the budget of this installation.");
        }
        long bytes = shape.Threads * BytesOf(shape);
        if (bytes > MaxBytes)
        {
            throw new SettingException(string.Create(CultureInfo.InvariantCulture,
                $"This network needs {bytes / (double)(1 << 30):0.0} GB of memory, but must not need more than {MaxBytes >> 30} GB: choose {(shape.Threads > 1 ? "fewer threads, " : "")}fewer hidden units, fewer features or a shorter window."));
        }

        if (shape.Threads == 1)
        {
            return CreateOne(shape, weights);
        }
        return new ParallelNetwork([.. Enumerable.Range(0, shape.Threads).Select(_ => CreateOne(shape, weights))]);
    }

    /// <summary>Checks the sizes that no backend goes beyond.</summary>
    /// <exception cref="SettingException">A size cannot be; the sentence names it.</exception>
    internal static void CheckSizes(NetworkShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Spec.Validate();
        Check(shape.Inputs, 1, MaxInputs, "The number of features");
        Check(shape.Outputs, 1, MaxInputs, "The number of outputs");
        Check(shape.Window, 1, MaxWindow, "The window in rows");
        Check(shape.BatchSize, 1, TrainingSpec.MaxBatchSize, "The batch size");
    }

    private IManagedReplica CreateOne(NetworkShape shape, RandomStream weights)
    {
        return Path switch
        {
            KernelPath.Vector512 => Create<Vector512<float>, Lanes512>(shape, weights),
            KernelPath.Vector256 => Create<Vector256<float>, Lanes256>(shape, weights),
            _ => Create<float, ScalarLanes>(shape, weights),
        };
    }

    private ManagedNetwork<TVector, TLanes> Create<TVector, TLanes>(NetworkShape shape, RandomStream weights)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        ManagedNetwork<TVector, TLanes> network = shape.Spec.Kind switch
        {
            NetworkKind.Mlp => new ManagedMlp<TVector, TLanes>(shape, weights),
            NetworkKind.PatchTst => new ManagedPatchTst<TVector, TLanes>(shape, weights),
            _ => new ManagedRecurrentNetwork<TVector, TLanes>(shape, weights),
        };
        network.Mode = Mode;
        return network;
    }

    /// <summary>Memory that grows with the shape: parameters with gradients and moments, and the states of a chunk over time.</summary>
    internal static long BytesOf(NetworkShape shape)
    {
        long chunk = Math.Min(KernelLayout.Pad(shape.BatchSize), KernelLayout.MaxChunk);

        // Values, gradients, their sums, three moments, the transposed weights: eight; the compact form with its layouts for all
        // products, which comes into use when half of the weights are gone: ten more.
        long parameters = 18 * Architecture.Of(shape).Parameters.Sum(p => (long)p.Rows * p.Columns);

        // Inputs in both layouts, and what each window keeps for the way back.
        long perWindow = (2L * shape.Inputs * shape.Window) + (shape.Spec.Kind switch
        {
            NetworkKind.Lstm => 7L * shape.Window * shape.Spec.HiddenUnits,
            NetworkKind.Rnn => (long)shape.Window * shape.Spec.HiddenUnits,
            NetworkKind.Mlp => 4L * shape.Spec.Mlp.HiddenLayers.Sum(),
            _ => PatchTstValues(shape),
        });
        return sizeof(float) * (parameters + (chunk * perWindow));
    }

    /// <summary>What a PatchTST keeps per window beyond its inputs: in every block the results of all layers, attention weights and
    /// dropout factors; once for all blocks their gradients; and one more copy of each right factor, for the weight gradients.</summary>
    private static long PatchTstValues(NetworkShape shape)
    {
        PatchTstSpec spec = shape.Spec.PatchTst;
        long patches = spec.PatchesFor(shape.Window), width = spec.Width;
        long[] forward = [.. Enumerable.Range(0, spec.Blocks).Select(block => (long)spec.FeedForwardOf(block))];
        long allForward = forward.Sum();
        long filled = 2L * shape.Inputs * ((patches * spec.PatchLengthFor(shape.Window)) - shape.Window);
        long blocks = (spec.Blocks * ((10 * width) + (2 * spec.Heads * patches))) + (2 * allForward);
        long shared = (10 * width) + forward.Max();
        long factors = ((long)shape.Inputs * spec.PatchLengthFor(shape.Window)) + (spec.Blocks * 3 * width) + allForward + width;
        return filled + (patches * (shared + blocks)) + factors;
    }

    private static void Check(int value, int smallest, int largest, string what)
    {
        if (value < smallest || value > largest)
        {
            throw new SettingException($"{what} is {value}, but must be from {smallest} to {largest}.");
        }
    }
}
