using System.Diagnostics;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Cli;

/// <summary>A network with random masks on made-up data, whose training steps and predictions are timed; one thread.</summary>
internal sealed class StepClock : IDisposable
{
    private const int MostWaiting = 63;
    private readonly INetwork _network;
    private readonly WindowSet _data;
    private readonly OptimizerSpec _optimizer = new();
    private readonly RandomStream _dropout = new(1);
    private readonly int[] _windows;
    private readonly float[] _predictions;
    private readonly double[] _losses;
    private int _next, _waiting;

    /// <summary>Makes the network and masks a share of every weight matrix at random.</summary>
    /// <exception cref="Engine.Devices.OutOfDeviceMemoryException">The device has no room for it.</exception>
    public StepClock(IBackend backend, NetworkSpec spec, WindowSet data, int batch, double sparsity)
    {
        _data = data;
        _windows = new int[batch];
        _network = backend.Create(NetworkShape.For(spec, data, batch), new RandomStream(1));
        _losses = new double[Math.Clamp(_network.LossesThatMayWait, 0, MostWaiting) + 1];
        _predictions = new float[data.TestCount * data.Outputs];
        _network.Bind(data);
        MaskSet masks = new(_network.Parameters);
        RandomStream random = new(3);
        for (int m = 0; m < masks.Count; m++)
        {
            int[] order = [.. Enumerable.Range(0, masks[m].Length)];
            random.Shuffle(order);
            masks.Prune(m, order.AsSpan(0, (int)(sparsity * order.Length)), 0);
        }
        masks.Apply(_network);
        Weights = masks.Total;
    }

    /// <summary>Prunable weights.</summary>
    public int Weights { get; }

    /// <summary>Least milliseconds of a step so far: forward, backward, Adam.</summary>
    public double Step { get; private set; } = double.PositiveInfinity;

    /// <summary>Least milliseconds to predict the test part once so far.</summary>
    public double Prediction { get; private set; } = double.PositiveInfinity;

    /// <summary>Trains for a while, then predicts once.</summary>
    /// <param name="milliseconds">At least so long.</param>
    public void Round(double milliseconds)
    {
        long start = Stopwatch.GetTimestamp();
        int steps = 0;
        do
        {
            Train();
            steps++;
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds);
        // A device that computes by itself has done the steps when their losses are here.
        TakeLosses();
        Step = Math.Min(Step, Stopwatch.GetElapsedTime(start).TotalMilliseconds / steps);
        start = Stopwatch.GetTimestamp();
        _network.Predict(_data.FirstTest, _predictions, 0, _dropout);
        Prediction = Math.Min(Prediction, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    public void Dispose() => _network.Dispose();

    private void Train()
    {
        for (int i = 0; i < _windows.Length; i++)
        {
            // A step that has no divisor in common with most counts: every window comes, in no order of rows.
            _next = (_next + 977) % _data.TrainCount;
            _windows[i] = _next;
        }
        _network.ForwardBackward(_windows, 0, _dropout);
        _network.OptimizerStep(_optimizer);
        if (++_waiting == _losses.Length)
        {
            TakeLosses();
        }
    }

    private void TakeLosses()
    {
        _network.TakeLosses(_losses);
        _waiting = 0;
    }
}
