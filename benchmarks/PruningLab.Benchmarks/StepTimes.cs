using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using PruningLab.Engine.Networks;

namespace PruningLab.Benchmarks;

/// <summary>Training steps: window 30, 20 features, batch 64.</summary>
[MemoryDiagnoser]
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls Cleanup.")]
public class StepTimes
{
    private StepTimer? _timer;

    /// <summary>Kind of network, in its default size.</summary>
    [Params(NetworkKind.Rnn, NetworkKind.Lstm, NetworkKind.Mlp, NetworkKind.PatchTst)]
    public NetworkKind Kind { get; set; }

    /// <summary>Share of masked weights.</summary>
    [Params(0, 0.7, 0.9)]
    public double Sparsity { get; set; }

    /// <summary>Creates the network.</summary>
    [GlobalSetup]
    public void Setup() => _timer = new StepTimer(new ManagedBackend(), new NetworkSpec { Kind = Kind }, BenchmarkData.Random(2000, 20, 30), 64, Sparsity);

    /// <summary>Frees it.</summary>
    [GlobalCleanup]
    public void Cleanup() => _timer!.Dispose();

    /// <summary>Forward, backward, Adam.</summary>
    [Benchmark]
    public double Step() => _timer!.Milliseconds(1);
}
