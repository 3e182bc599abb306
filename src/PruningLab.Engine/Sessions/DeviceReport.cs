using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Sessions;

/// <summary>Training steps of a run timed on copies on every device of the machine.</summary>
/// <remarks>What a rule computes between the steps, evaluations and frames are not in the times.</remarks>
public sealed record DeviceReport
{
    /// <summary>How many times as long another device must take at least for one to be called the faster.</summary>
    public const double ClearRatio = 1.1;

    /// <summary>Batches done when it was made.</summary>
    public required int Batch { get; init; }

    /// <summary>Windows of the run's batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The devices, in the machine's order.</summary>
    public required IReadOnlyList<DeviceTime> Devices { get; init; }

    /// <summary>The recommendation, or why there is none, in a sentence or two.</summary>
    public required string Sentence { get; init; }

    /// <summary>Milliseconds that training waited for the measurement.</summary>
    public double Paused { get; init; }

    /// <summary>Times training steps on copies of a run's network, without a session; takes about a second.</summary>
    /// <param name="backends">What knows the devices.</param>
    /// <param name="trainer">The run, between two batches; it stays what it is.</param>
    public static DeviceReport Measure(IBackend backends, Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(backends);
        ArgumentNullException.ThrowIfNull(trainer);
        return new DeviceProbe(backends, TimeProvider.System).Measure(trainer);
    }

    /// <summary>The fastest device when it is clearly faster than a given one: the other's best turn takes at least
    /// <see cref="ClearRatio"/> times as long as its own best, and longer than its own median.</summary>
    /// <param name="device">Id of the other; null for the managed engine.</param>
    /// <returns>Null when the other is as fast, or either was not timed.</returns>
    public DeviceTime? FasterThan(string? device)
    {
        DeviceTime? fastest = Devices.Where(time => time.Milliseconds is not null).MinBy(time => time.Milliseconds);
        DeviceTime? other = Devices.FirstOrDefault(time => time.Id == (device ?? Engine.Devices.DeviceId.Cpu));
        return fastest is not null && other is not null && IsClearlyFaster(fastest, other) ? fastest : null;
    }

    internal static bool IsClearlyFaster(DeviceTime one, DeviceTime other) =>
        other.Milliseconds >= ClearRatio * one.Milliseconds && other.Milliseconds > one.Typical;
}
