using PruningLab.Engine.Frames;

namespace PruningLab.Components.Interop;

/// <summary>The page's end of a session: takes what the pictures need.</summary>
public interface IBench
{
    /// <summary>Begins a new run.</summary>
    /// <param name="topology">What the pictures must know before its first frame.</param>
    /// <param name="cancellation">Gives up waiting for the page.</param>
    /// <returns>When the page has it.</returns>
    ValueTask ConfigureAsync(Topology topology, CancellationToken cancellation);

    /// <summary>Sets the plan of the schedule.</summary>
    /// <param name="plan">The plan in force.</param>
    /// <param name="cancellation">Gives up waiting for the page.</param>
    /// <returns>When the page has it.</returns>
    ValueTask SetPlanAsync(PlanPicture plan, CancellationToken cancellation);

    /// <summary>Shows the plan as an edit in progress would make it.</summary>
    /// <param name="preview">The plan; null when no edit is in progress.</param>
    /// <param name="cancellation">Gives up waiting for the page.</param>
    /// <returns>When the page has it.</returns>
    ValueTask SetPlanPreviewAsync(PlanPicture? preview, CancellationToken cancellation);

    /// <summary>Shows the latest measurement of the speed.</summary>
    /// <param name="speed">The measurement, and when it is made.</param>
    /// <param name="cancellation">Gives up waiting for the page.</param>
    /// <returns>When the page has it.</returns>
    ValueTask SetSpeedAsync(SpeedPicture speed, CancellationToken cancellation);

    /// <summary>Gives one frame to the page.</summary>
    /// <param name="frame">The frame's bytes (docs/wire-format.md).</param>
    /// <param name="cancellation">Gives up waiting for the page.</param>
    /// <returns>When the page has drawn it.</returns>
    ValueTask ReceiveAsync(byte[] frame, CancellationToken cancellation);
}
