using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Devices;

/// <summary>A library that knows devices beside the managed engine.</summary>
/// <remarks>An assembly that has one says so by <see cref="DeviceSourceAttribute"/>; <see cref="DeviceBackend.Find"/> takes it in.</remarks>
public interface IDeviceSource
{
    /// <summary>Its devices that really work, tried out; and why no graphics card is among them. Asked for once.</summary>
    DeviceList Find();

    /// <summary>Opens one of these devices.</summary>
    IBackend Open(ComputeDevice device);
}
