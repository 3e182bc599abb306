using System.Globalization;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch;

/// <summary>Networks as TorchSharp modules on one device.</summary>
public sealed class TorchBackend : IBackend
{
    /// <summary>Most values of all parameters together; what is kept of each of them fits one tensor then.</summary>
    public const long MaxParameters = 500_000_000;

    private readonly ComputeDevice _device;
    private readonly IDeviceMemory _memory;
    private readonly TorchSettings _settings;

    /// <summary>Opens a device.</summary>
    /// <param name="device">The device; <c>torch-cpu</c> or <c>cuda:n</c>.</param>
    /// <param name="memory">Its memory.</param>
    /// <param name="settings">How networks use it.</param>
    internal TorchBackend(ComputeDevice device, IDeviceMemory memory, TorchSettings? settings = null)
    {
        (_device, _memory, _settings) = (device, memory, settings ?? new TorchSettings());
        if (DeviceId.Card(device.Id) >= 0)
        {
            // Products rounded to TF32's ten bits differ from the managed engine's in the third digit.
            backends.cuda.matmul.allow_tf32 = false;
            backends.cudnn.allow_tf32 = false;
        }
    }

    /// <inheritdoc/>
    public string Name => _device.Name;

    /// <inheritdoc/>
    public INetwork Create(NetworkShape shape, RandomStream weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ManagedBackend.CheckSizes(shape);
        long parameters = Architecture.Of(shape).Parameters.Sum(parameter => (long)parameter.Rows * parameter.Columns);
        if (parameters > MaxParameters)
        {
            throw new SettingException(string.Create(CultureInfo.InvariantCulture,
                $"This network has {parameters:N0} parameters, but must not have more than {MaxParameters:N0}: choose fewer hidden units, fewer features or a shorter window."));
        }
        try
        {
            return new TorchNetwork(shape, weights, _device, _memory, _settings);
        }
        catch (Exception e) when (MemoryFault.Is(e))
        {
            throw MemoryFault.Of(e, _device, _memory, string.Create(CultureInfo.InvariantCulture, $"a network with {parameters:N0} parameters"));
        }
    }

    /// <summary>libtorch's device of an id.</summary>
    internal static Device DeviceOf(string id) => DeviceId.Card(id) is int card and >= 0 ? device(TorchSharp.DeviceType.CUDA, card) : CPU;
}
