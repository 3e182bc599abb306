using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Cli.Tests;

/// <summary>A library with two devices that compute as the managed engine does, and whose memory can be full.</summary>
internal sealed class FakeDevices : IDeviceSource
{
    /// <summary>The sentence of a full memory.</summary>
    public const string Full = "The memory of Fake Card 1 is full: 512 MiB were asked for and 100 MiB of 8.0 GiB are free; choose a smaller batch.";

    private int _finds, _networks, _passes, _predictions, _left;

    /// <summary>How often devices were looked for.</summary>
    public int Finds => _finds;

    /// <summary>Networks made on these devices.</summary>
    public int Networks => _networks;

    /// <summary>Forward and backward passes on these devices.</summary>
    public int Passes => _passes;

    /// <summary>Predictions on these devices.</summary>
    public int Predictions => _predictions;

    /// <summary>Networks that nobody has disposed of yet.</summary>
    public int Left => _left;

    /// <summary>Whether no prediction has room.</summary>
    public bool IsFullForPredictions { get; init; }

    /// <summary>Passes of each network after which its device is full.</summary>
    public int FullAfterPasses { get; init; } = int.MaxValue;

    /// <summary>Hidden units from which on a network does not fit.</summary>
    public int FullFromHiddenUnits { get; init; } = int.MaxValue;

    /// <summary>What the library fails with when it looks for devices; null for nothing.</summary>
    public Exception? Fault { get; init; }

    /// <inheritdoc/>
    public DeviceList Find()
    {
        Interlocked.Increment(ref _finds);
        if (Fault is not null)
        {
            throw Fault;
        }
        return new DeviceList(
            [
                new ComputeDevice(DeviceId.TorchCpu, "CPU with fakes") { Library = "fake 1.0" },
                new ComputeDevice(DeviceId.Cuda(0), "Fake Card 1") { Library = "fake 1.0", Memory = 8L << 30, Driver = "driver 570.86" },
            ],
            "");
    }

    /// <inheritdoc/>
    public IBackend Open(ComputeDevice device) => new Backend(this, device);

    private sealed class Backend(FakeDevices owner, ComputeDevice device) : IBackend
    {
        public string Name => device.Name;

        public INetwork Create(NetworkShape shape, RandomStream weights)
        {
            if (shape.Spec.HiddenUnits >= owner.FullFromHiddenUnits)
            {
                throw new OutOfDeviceMemoryException(Full);
            }
            Interlocked.Increment(ref owner._networks);
            Interlocked.Increment(ref owner._left);
            int passes = 0;
            return new WatchedNetwork(new ManagedBackend().Create(shape, weights))
            {
                BeforePass = () =>
                {
                    if (++passes > owner.FullAfterPasses)
                    {
                        throw new OutOfDeviceMemoryException(Full);
                    }
                    Interlocked.Increment(ref owner._passes);
                },
                BeforePrediction = () =>
                {
                    if (owner.IsFullForPredictions)
                    {
                        throw new OutOfDeviceMemoryException(Full);
                    }
                    Interlocked.Increment(ref owner._predictions);
                },
                Disposed = () => Interlocked.Decrement(ref owner._left),
            };
        }
    }
}
