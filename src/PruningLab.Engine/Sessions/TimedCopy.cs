using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Sessions;

/// <summary>A copy of a run's network to be timed. The run is only read: its weights, masks, moments, random streams and log stay
/// as they are.</summary>
internal sealed class TimedCopy : IDisposable
{
    /// <summary>Learning rate of the timed steps: they cost what the run's cost, and weights stay about where they are.</summary>
    private const double StillRate = 1e-6;

    private readonly INetwork _network;
    private readonly RandomStream _stream = new RandomStreams(0).Open("probe-networks");
    private readonly int[] _windows;
    private readonly OptimizerSpec _optimizer;
    private readonly TimeProvider _time;
    private readonly double[] _losses;

    /// <summary>Copies the run's weights and masks.</summary>
    /// <exception cref="SettingException">The backend cannot make such a network.</exception>
    /// <exception cref="Devices.OutOfDeviceMemoryException">The device has no room for it.</exception>
    public TimedCopy(IBackend backend, NetworkShape shape, Trainer trainer, TimeProvider time)
    {
        _time = time;
        _windows = [.. Enumerable.Range(0, shape.BatchSize)];
        _optimizer = trainer.CurrentSpec.Training.Optimizer with { LearningRate = StillRate };
        _network = backend.Create(shape, _stream);
        try
        {
            _network.Bind(trainer.Data);
            for (int i = 0; i < trainer.Network.Parameters.Count; i++)
            {
                SetWeights(i, trainer.Network.Weights(i));
            }
            for (int i = 0; i < trainer.Masks.Count; i++)
            {
                SetMask(trainer.Masks.ParameterNumber(i), trainer.Masks[i].Bits);
            }
        }
        catch
        {
            _network.Dispose();
            throw;
        }
        Group = Trainer.LossGroup(_network);
        _losses = new double[Group];
    }

    /// <summary>Steps after which a run fetches the losses from the network's device.</summary>
    public int Group { get; }

    public void SetWeights(int parameter, ReadOnlySpan<float> values) => _network.SetWeights(parameter, values);

    public void SetMask(int parameter, ReadOnlySpan<byte> bits) => _network.SetMask(parameter, new Mask(bits));

    /// <summary>Milliseconds of some steps, until their losses are there: a device that computes by itself has then done them.</summary>
    /// <param name="steps">How many steps.</param>
    /// <param name="windows">Windows of each.</param>
    /// <param name="dropoutRate">Share of units dropped.</param>
    /// <param name="maskedGradients">True to compute the gradients of masked weights as well.</param>
    public double Time(int steps, int windows, double dropoutRate = 0, bool maskedGradients = false)
    {
        long start = _time.GetTimestamp();
        for (int step = 1; step <= steps; step++)
        {
            _network.ForwardBackward(_windows.AsSpan(0, windows), dropoutRate, _stream, maskedGradients);
            _network.OptimizerStep(_optimizer);
            if (step % Group == 0 || step == steps)
            {
                _network.TakeLosses(_losses);
            }
        }
        double milliseconds = _time.GetElapsedTime(start).TotalMilliseconds;
        _network.TakeErrors();
        return milliseconds;
    }

    public void Dispose() => _network.Dispose();
}
