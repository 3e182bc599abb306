using PruningLab.Engine.Devices;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Sessions;

/// <summary>What a page shows of a session beside the frames; never changes, a new one comes with each change.</summary>
public sealed record SessionView
{
    /// <summary>Number of the run within the session, from 1.</summary>
    public required int Generation { get; init; }

    /// <summary>What the session is doing.</summary>
    public required SessionState State { get; init; }

    /// <summary>Sentence of a failure or an early stop; empty otherwise.</summary>
    public required string Sentence { get; init; }

    /// <summary>The spec the run began with.</summary>
    public required ExperimentSpec InitialSpec { get; init; }

    /// <summary>The spec with all edits so far.</summary>
    public required ExperimentSpec Spec { get; init; }

    /// <summary>The rule.</summary>
    public required PlasticityRule Rule { get; init; }

    /// <summary>The rule's settings in force.</summary>
    public required RuleSettings Settings { get; init; }

    /// <summary>Live edits in order.</summary>
    public required IReadOnlyList<Edit> Edits { get; init; }

    /// <summary>Batch after which each stage of the data so far came; the first after batch 0.</summary>
    public required IReadOnlyList<int> StageBatches { get; init; }

    /// <summary>The last batch done when this view was made.</summary>
    public required TrainingClock Clock { get; init; }

    /// <summary>Speed limit in batches per second; 0: unlimited.</summary>
    public required double SpeedLimit { get; init; }

    /// <summary>True while recorded edits are being replayed.</summary>
    public required bool IsReplaying { get; init; }

    /// <summary>What the run's numbers refer to: units, parameters, windows.</summary>
    public required RunLayout Layout { get; init; }

    /// <summary>Counted up from 0 whenever the network grows or the data change while the run goes on.</summary>
    public int Revision => Layout.Revision;

    /// <summary>The data as windows: names, counts, truth.</summary>
    public Data.WindowSet Data => Layout.Data;

    /// <summary>Unit of the target; may be empty.</summary>
    public string TargetUnit => Layout.TargetUnit;

    /// <summary>All parameters of the network.</summary>
    public IReadOnlyList<Networks.ParameterInfo> Parameters => Layout.Parameters;

    /// <summary>Name of the backend that the run is on.</summary>
    public required string Backend { get; init; }

    /// <summary>The devices that a run can be on; its own is the spec's <see cref="TrainingSpec.Device"/>.</summary>
    public required DeviceList Devices { get; init; }

    /// <summary>Most threads that the network may share its batches among.</summary>
    public required int MaxThreads { get; init; }

    /// <summary>The last measurement of the run's speed on the device that it is on; null before the first.</summary>
    public SpeedReport? Speed { get; init; }

    /// <summary>When the speed is measured.</summary>
    public SpeedProbing SpeedProbing { get; init; } = SpeedProbing.OnRequest;

    /// <summary>The last comparison of devices for this network and batch size; null before the first.</summary>
    public DeviceReport? DeviceComparison { get; init; }
}
