using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Torch;

[assembly: DeviceSource(typeof(TorchDevices))]

namespace PruningLab.Engine.Torch;

/// <summary>The devices that libtorch can compute on here.</summary>
public sealed class TorchDevices : IDeviceSource
{
    /// <inheritdoc/>
    public DeviceList Find() => new([], "");

    /// <inheritdoc/>
    public IBackend Open(ComputeDevice device) => throw new NotSupportedException();
}
