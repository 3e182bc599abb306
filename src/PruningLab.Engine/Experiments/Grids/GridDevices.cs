using PruningLab.Engine.Devices;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>The device of a grid, which is part of the spec of each of its trainings and so of their ids: a store has results of
/// one device.</summary>
public static class GridDevices
{
    /// <summary>Id of the device that a grid trains on.</summary>
    public static string Of(GridSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Training.Device ?? DeviceId.Cpu;
    }

    /// <summary>The grid on another device.</summary>
    /// <param name="spec">The grid.</param>
    /// <param name="device">Id of the device.</param>
    public static GridSpec On(this GridSpec spec, string device)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec with { Training = spec.Training with { Device = device } };
    }

    /// <summary>Whether two grids are the same but for the device.</summary>
    internal static bool DifferByDevice(GridSpec one, GridSpec other) =>
        Of(one) != Of(other) && one.On(Of(other)).ToJson() == other.ToJson();
}
