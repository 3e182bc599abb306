namespace PruningLab.Engine.Devices;

/// <summary>Names the assembly's <see cref="IDeviceSource"/>.</summary>
/// <param name="source">A class with a constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class DeviceSourceAttribute(Type source) : Attribute
{
    /// <summary>The class.</summary>
    public Type Source { get; } = source;
}
