using System.Diagnostics;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Benchmarks;

/// <summary>A network with random masks whose training steps are timed.</summary>
internal sealed class StepTimer : IDisposable
{
    private readonly INetwork _network;
    private readonly WindowSet _data;
    private readonly OptimizerSpec _optimizer = new();
    private readonly RandomStream _dropout = new(1);
    private readonly int[] _windows;
    private readonly Mask?[] _masks;
    private readonly double[] _losses = new double[64];
    private int _next;

    /// <summary>Creates the network and masks a share of every matrix at random.</summary>
    public StepTimer(IBackend backend, NetworkSpec spec, WindowSet data, int batch, double sparsity, int threads = 1)
    {
        _data = data;
        _windows = new int[batch];
        _network = backend.Create(NetworkShape.For(spec, data, batch) with { Threads = threads }, new RandomStream(1));
        _network.Bind(data);
        RandomStream random = new(3);
        _masks = new Mask?[_network.Parameters.Count];
        for (int i = 0; i < _network.Parameters.Count && sparsity > 0; i++)
        {
            ParameterInfo info = _network.Parameters[i];
            if (info.IsPrunable)
            {
                _masks[i] = RandomMask(info.Length, sparsity, random);
                _network.SetMask(i, _masks[i]!);
            }
        }
        Active = _network.Parameters.Select((p, i) => (long)_network.Weights(i).Length - Zeros(i)).Sum();
    }

    /// <summary>Hands the masks over anew every so many steps, as a rule that prunes does; 0 for never.</summary>
    public int UpdateMasksEvery { get; init; }

    /// <summary>Parameters that are not masked.</summary>
    public long Active { get; }

    /// <summary>Mean milliseconds of a step: forward, backward, Adam; the losses are taken as often as the trainer takes them, and
    /// last of all, so that a device has finished.</summary>
    public double Milliseconds(int steps)
    {
        int group = Trainer.LossGroup(_network);
        long start = Stopwatch.GetTimestamp();
        for (int step = 0; step < steps; step++)
        {
            for (int i = 0; i < _windows.Length; i++)
            {
                _next = (_next + 977) % _data.Count;
                _windows[i] = _next;
            }
            _network.ForwardBackward(_windows, 0, _dropout);
            for (int p = 0; p < _masks.Length && UpdateMasksEvery > 0 && step % UpdateMasksEvery == 0; p++)
            {
                if (_masks[p] is { } mask)
                {
                    _network.SetMask(p, mask);
                }
            }
            _network.OptimizerStep(_optimizer);
            if ((step + 1) % group == 0)
            {
                _network.TakeLosses(_losses);
            }
        }
        _network.TakeLosses(_losses);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / steps;
    }

    /// <summary>Best of several rounds, each long enough to be measured.</summary>
    public double Best(int rounds, double milliseconds)
    {
        double best = Milliseconds(1);
        best = Math.Min(best, Milliseconds(2));
        for (int round = 0; round < rounds; round++)
        {
            best = Math.Min(best, Milliseconds(Math.Max(1, (int)(milliseconds / best))));
        }
        return best;
    }

    public void Dispose() => _network.Dispose();

    private static Mask RandomMask(int length, double sparsity, RandomStream random)
    {
        int[] order = [.. Enumerable.Range(0, length)];
        random.Shuffle(order);
        Mask mask = new(length);
        foreach (int index in order.AsSpan(0, (int)(sparsity * length)))
        {
            mask.Prune(index);
        }
        return mask;
    }

    private long Zeros(int parameter)
    {
        long zeros = 0;
        foreach (float value in _network.Weights(parameter))
        {
            zeros += value == 0 ? 1 : 0;
        }
        return zeros;
    }
}
