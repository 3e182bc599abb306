using System.Globalization;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Training;

/// <content>Devices: passes that may find one full, losses that stay on it for a while, and moving to another.</content>
public sealed partial class Trainer
{
    private const int MostWaitingLosses = 64;
    private readonly double[] _losses = new double[MostWaitingLosses];
    private readonly RandomStream _dropoutBefore = new(0);
    private readonly RandomStream _ruleBefore = new(0);
    private TrainingException? _failure;
    private int _waitingLosses;

    /// <summary>Batches after which the losses of a network are taken.</summary>
    internal static int LossGroup(INetwork network) => Math.Clamp(network.LossesThatMayWait, 0, MostWaitingLosses - 1) + 1;

    /// <summary>Completes <see cref="RunLog.BatchLosses"/>, of which the latest may still be on the network's device; a loss that
    /// is not a number breaks off the next batch.</summary>
    public void CollectLosses()
    {
        if (_waitingLosses == 0)
        {
            return;
        }
        _waitingLosses = 0;
        int count = Network.TakeLosses(_losses);
        for (int i = 0; i < count; i++)
        {
            double loss = _losses[i];
            TrainingClock clock = Clock.At(Log.BatchLosses.Count + 1);
            if (!double.IsFinite(loss))
            {
                _failure ??= Diverged(clock, loss);
            }
            // Loss and clock go together: whoever looks after a failure finds a loss for every batch of the clock.
            if (_failure is null || clock.Batch <= Clock.Batch)
            {
                Log.BatchLosses.Add((float)loss);
            }
        }
    }

    /// <summary>The rule acts before a pass: again, with the same random numbers, when that pass found its device full.</summary>
    private void Prepare()
    {
        int events = Masks.History.Events.Count;
        try
        {
            if (!_hasBegun)
            {
                _ruleBefore.TakeOver(_context.Random);
                _rule.BeforeTraining(_context);
                _hasBegun = true;
                Masks.Apply(Network);
            }
            _ruleBefore.TakeOver(_context.Random);
            _rule.BeforeBatch(_context);
        }
        catch (OutOfDeviceMemoryException) when (Masks.History.Events.Count == events)
        {
            _context.Random.TakeOver(_ruleBefore);
            throw;
        }
        catch (OutOfDeviceMemoryException e)
        {
            throw CannotGoOn(e, Clock.Batch + 1);
        }
        Masks.Apply(Network);
    }

    /// <summary>Forward and backward pass of a batch.</summary>
    private void Pass(ReadOnlySpan<int> windows, TrainingClock clock)
    {
        _dropoutBefore.TakeOver(_dropout);
        try
        {
            Network.ForwardBackward(windows, _rule.DropoutRate(Settings), _dropout, _rule.NeedsMaskedGradients(Settings, clock));
        }
        catch (OutOfDeviceMemoryException)
        {
            _dropout.TakeOver(_dropoutBefore);
            _rule.BatchFailed(_context);
            _context.Random.TakeOver(_ruleBefore);
            throw;
        }
        if (Network.TakeNotice() is { } notice)
        {
            _context.Note(JournalKind.Note, notice);
        }
        if (++_waitingLosses >= LossGroup(Network))
        {
            CollectLosses();
            if (_failure is not null)
            {
                _rule.BatchFailed(_context);
            }
            ThrowIfFailed();
        }
    }

    private TrainingException CannotGoOn(OutOfDeviceMemoryException e, int batch) => new(string.Create(CultureInfo.InvariantCulture,
        $"{e.Message} That was in the middle of batch {batch} with the rule “{_rule.Description.Name}”, and a batch cannot be done by halves: reset, with a smaller batch size or on another device."), e);

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            (_failure, _mustEndEpoch) = (null, false);
            throw failure;
        }
    }

    /// <summary>Puts the network on another device: weights, gradients, masks and optimiser state go over.</summary>
    private Edit? ChooseDevice(double value)
    {
        string id = DeviceId.Of(value), old = Training.Device ?? DeviceId.Cpu;
        if (id == old)
        {
            return null;
        }
        CollectLosses();
        IBackend backend = _backends.Open(id);
        INetwork moved = backend.Create(Network.Shape with { Threads = Math.Min(Training.Threads, backend.MaxThreads) }, new RandomStream(0));
        try
        {
            moved.Bind(Data);
            NetworkCarrier.Move(Network, moved, Masks);
            _evaluator = new Evaluator(moved, Data, _streams);
        }
        catch
        {
            moved.Dispose();
            throw;
        }
        string former = $"{Backend.Name} ({old})";
        _context.Replace(moved);
        Network.Dispose();
        (Network, Backend) = (moved, backend);
        _context.Training = Training with { Device = id };
        Edit edit = new(Clock.Batch, TrainingSpec.DeviceSetting, DeviceId.Number(old), value);
        _edits.Add(edit);
        _context.Note(JournalKind.Note, string.Create(CultureInfo.InvariantCulture, $"Training goes on with {backend.Name} ({id}) instead of {former}."));
        return edit;
    }
}
