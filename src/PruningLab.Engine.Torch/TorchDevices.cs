using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Torch;

[assembly: DeviceSource(typeof(TorchDevices))]

namespace PruningLab.Engine.Torch;

/// <summary>The devices that libtorch can compute on here.</summary>
public sealed class TorchDevices : IDeviceSource
{
    /// <inheritdoc/>
    public DeviceList Find()
    {
        TorchLibrary library = new();
        if (library.Load() is { } reason)
        {
            return new DeviceList([], $"Graphics cards and torch-cpu are not offered because libtorch could not be loaded ({reason}): build again with -p:Torch, and keep the folder of the build together.");
        }
        List<ComputeDevice> found = [];
        if (library.Try("cpu") is null)
        {
            found.Add(new ComputeDevice(DeviceId.TorchCpu, "CPU by libtorch") { Library = $"libtorch {library.Version}" });
        }
        return new DeviceList(found, DeviceList.NotBuiltIn);
    }

    /// <inheritdoc/>
    public IBackend Open(ComputeDevice device) => new TorchBackend(device, new MachineMemory());
}
