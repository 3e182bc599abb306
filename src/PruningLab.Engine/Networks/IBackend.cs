using PruningLab.Engine.Devices;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>Makes networks: the managed engine, and others behind the same seam.</summary>
public interface IBackend
{
    /// <summary>Short name for the page, for example <c>CPU</c>.</summary>
    string Name { get; }

    /// <summary>Most threads that one network may share its batches among.</summary>
    int MaxThreads => 1;

    /// <summary>The devices that networks can be trained on, and why no graphics card is among them.</summary>
    DeviceList Devices => DeviceList.CpuOnly;

    /// <summary>The backend of one of these devices.</summary>
    /// <param name="device">Id of the device; null for the managed engine, which <see cref="DeviceId.Cpu"/> stands for, too.</param>
    /// <exception cref="SettingException">There is no such device; the sentence says which there are.</exception>
    IBackend Open(string? device)
    {
        if (device is not null)
        {
            _ = Devices.Find(device);
        }
        return this;
    }

    /// <summary>Creates a network with PyTorch's default initialisation, drawn from <paramref name="weights"/> in the
    /// order of <see cref="INetwork.Parameters"/>.</summary>
    /// <exception cref="SettingException">A size is outside what the backend supports; the sentence names it.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device has no room for it.</exception>
    INetwork Create(NetworkShape shape, RandomStream weights);
}
