using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Tests.Fakes;

/// <summary>A graphics card that is the managed engine behind, with a memory that is full when a test says so.</summary>
internal sealed class TestCard : IDeviceSource, IBackend
{
    public const string Full = "The memory of the Test card is full: 0.1 of 24.0 GB are left.";

    public static ComputeDevice Device { get; } = new(DeviceId.Cuda(0), "Test card") { Memory = 24L << 30, Library = "library 1.2", Driver = "driver 570.86" };

    /// <summary>Whether batches find no room.</summary>
    public bool IsFull { get; set; }

    /// <summary>Batches that found none.</summary>
    public int Refused { get; set; }

    /// <summary>Whether networks find no room.</summary>
    public bool RefusesNetworks { get; set; }

    public string Name => Device.Name;

    /// <summary>A session on few data, on a machine with the processor and this card.</summary>
    public Session Open(ExperimentSpec? spec = null) => new("small", spec ?? SmallSession.Spec, new SmallWindows(), new DeviceBackend(new ManagedBackend { MaxThreads = 2 }, this));

    public DeviceList Find() => new([Device], "");

    public IBackend Open(ComputeDevice device) => this;

    public INetwork Create(NetworkShape shape, RandomStream weights) =>
        RefusesNetworks ? throw new OutOfDeviceMemoryException(Full) : new TestCardNetwork(this, new ManagedBackend().Create(shape, weights));
}
