using System.Reflection;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Devices;

/// <summary>All devices of this machine behind one backend; networks are the managed engine's unless another device is asked
/// for by <see cref="Open"/>.</summary>
/// <remarks>May be used from several threads.</remarks>
public sealed class DeviceBackend : IBackend
{
    private const string SourceAssembly = "PruningLab.Engine.Torch";
    private readonly IBackend _cpu;
    private readonly IDeviceSource? _source;
    private readonly Lazy<DeviceList> _devices;
    private readonly Dictionary<string, IBackend> _opened = [];
    private readonly Lock _lock = new();

    /// <summary>Gathers the parts; devices are looked for when somebody first asks for them.</summary>
    /// <param name="cpu">The managed engine.</param>
    /// <param name="source">Others; null for none.</param>
    public DeviceBackend(IBackend cpu, IDeviceSource? source)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        (_cpu, _source) = (cpu, source);
        _devices = new Lazy<DeviceList>(Look);
    }

    /// <inheritdoc/>
    public string Name => _cpu.Name;

    /// <inheritdoc/>
    public int MaxThreads => _cpu.MaxThreads;

    /// <inheritdoc/>
    public DeviceList Devices => _devices.Value;

    /// <summary>The managed engine, and with it the devices of the library that this build has, if it has one.</summary>
    /// <param name="cpu">The managed engine.</param>
    public static DeviceBackend Find(IBackend cpu)
    {
        try
        {
            Type? source = Assembly.Load(SourceAssembly).GetCustomAttribute<DeviceSourceAttribute>()?.Source;
            return new DeviceBackend(cpu, source is null ? null : (IDeviceSource)Activator.CreateInstance(source)!);
        }
        catch (FileNotFoundException)
        {
            return new DeviceBackend(cpu, null);
        }
    }

    /// <inheritdoc/>
    public INetwork Create(NetworkShape shape, RandomStream weights) => _cpu.Create(shape, weights);

    /// <inheritdoc/>
    public IBackend Open(string? device)
    {
        if (device is null or DeviceId.Cpu)
        {
            return _cpu;
        }
        ComputeDevice found = Devices.Find(device);
        lock (_lock)
        {
            return _opened.TryGetValue(device, out IBackend? opened) ? opened : _opened[device] = _source!.Open(found);
        }
    }

    private DeviceList Look()
    {
        if (_source is null)
        {
            return DeviceList.CpuOnly;
        }
        try
        {
            DeviceList others = _source.Find();
            return others with { All = [ComputeDevice.Cpu, .. others.All] };
        }
        catch (Exception exception)
        {
            // Whatever is wrong with a library, the processor stays.
            string first = exception.Message.Split('\n')[0].TrimEnd('.', '\r', ' ');
            return DeviceList.CpuOnly with { WhyNoCuda = $"Graphics cards are not offered because the library for them could not be used ({first}): build again with -p:Torch, and keep the folder of the build together." };
        }
    }
}
