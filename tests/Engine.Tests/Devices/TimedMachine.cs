using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Tests.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Devices;

/// <summary>A machine whose devices compute with the managed engine, on a clock of its own.</summary>
internal sealed class TimedMachine : TimeProvider, IBackend
{
    /// <summary>Microseconds by which the processor moves on when it only tells a device what to do.</summary>
    public const int Launch = 10;

    private readonly ManagedBackend _managed = new() { MaxThreads = 4 };
    private readonly Dictionary<string, TimedDevice> _timed;
    private long _now;

    public TimedMachine(params TimedDevice[] devices)
    {
        _timed = devices.ToDictionary(device => device.Device.Id);
        Devices = new DeviceList([.. devices.Select(device => device.Device)], devices.Any(device => device.Device.Memory > 0) ? "" : "There is no card.");
    }

    public string Name => "CPU";

    public int MaxThreads => 4;

    public DeviceList Devices { get; }

    /// <summary>Shapes of the networks made, by device.</summary>
    public List<(string Device, NetworkShape Shape)> Made { get; } = [];

    /// <summary>Share of units dropped in the passes.</summary>
    public HashSet<double> DropoutRates { get; } = [];

    /// <summary>Networks that have not been disposed of.</summary>
    public int Alive { get; private set; }

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => _now;

    public IBackend Open(string? device) => new Backend(this, _timed[device ?? DeviceId.Cpu]);

    public INetwork Create(NetworkShape shape, RandomStream weights) => Open(null).Create(shape, weights);

    private sealed class Backend(TimedMachine machine, TimedDevice device) : IBackend
    {
        public string Name => device.Device.Name;

        public int MaxThreads => device.Device.Memory > 0 ? 1 : machine.MaxThreads;

        public INetwork Create(NetworkShape shape, RandomStream weights)
        {
            device.Creating?.Invoke();
            machine.Made.Add((device.Device.Id, shape));
            machine.Alive++;
            return new Network(machine, device, machine._managed.Create(shape, weights));
        }
    }

    private sealed class Network(TimedMachine machine, TimedDevice device, INetwork inner) : WrappedNetwork(inner)
    {
        private long _busyUntil;

        public override int LossesThatMayWait => device.IsAsynchronous ? 15 : 0;

        public override void ForwardBackward(ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, bool maskedGradients = false)
        {
            base.ForwardBackward(windows, dropoutRate, dropout, maskedGradients);
            machine.DropoutRates.Add(dropoutRate);
            machine._now += Launch;
            _busyUntil = Math.Max(_busyUntil, machine._now - Launch) + (long)Math.Round(device.Microseconds(windows.Length));
            if (!device.IsAsynchronous)
            {
                Wait();
            }
        }

        public override int TakeLosses(Span<double> losses)
        {
            Wait();
            return base.TakeLosses(losses);
        }

        public override void Dispose()
        {
            machine.Alive--;
            base.Dispose();
        }

        private void Wait() => machine._now = Math.Max(machine._now, _busyUntil);
    }
}
