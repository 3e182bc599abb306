using System.Globalization;

namespace PruningLab.Engine.Sessions;

/// <summary>How long a training step of a run takes on one device.</summary>
/// <param name="Id">The device's id; see <see cref="Devices.DeviceId"/>.</param>
/// <param name="Name">Its name for people.</param>
public sealed record DeviceTime(string Id, string Name)
{
    /// <summary>Milliseconds of a step of a whole batch (forward, backward, optimiser, and the losses fetched as a run fetches
    /// them), best of several turns; null when it could not be timed.</summary>
    public double? Milliseconds { get; init; }

    /// <summary>Median of the turns in milliseconds; null when it could not be timed.</summary>
    public double? Typical { get; init; }

    /// <summary>Windows of each timed step; where they are fewer than the run's batch, because a whole one takes too long, the
    /// times are those of the windows, scaled up.</summary>
    public int Windows { get; init; }

    /// <summary>Why it could not be timed, in one sentence; empty when it was.</summary>
    public string Sentence { get; init; } = "";

    /// <summary>A time as it is read off a measurement.</summary>
    /// <param name="milliseconds">Milliseconds.</param>
    /// <returns>Such as <c>0.42 ms</c> or <c>1,240 ms</c>.</returns>
    public static string InWords(double milliseconds) =>
        milliseconds.ToString(milliseconds < 0.1 ? "0.0000" : milliseconds < 10 ? "0.00" : milliseconds < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture) + " ms";
}
