using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Torch;

/// <summary>Networks as TorchSharp modules on one device.</summary>
public sealed class TorchBackend : IBackend
{
    private readonly ComputeDevice _device;
    private readonly IDeviceMemory _memory;

    /// <summary>Opens a device.</summary>
    /// <param name="device">The device; <c>torch-cpu</c> or <c>cuda:n</c>.</param>
    /// <param name="memory">Its memory.</param>
    internal TorchBackend(ComputeDevice device, IDeviceMemory memory) => (_device, _memory) = (device, memory);

    /// <inheritdoc/>
    public string Name => _device.Name;

    /// <inheritdoc/>
    public INetwork Create(NetworkShape shape, RandomStream weights) => throw new NotImplementedException(_memory.ToString());
}
