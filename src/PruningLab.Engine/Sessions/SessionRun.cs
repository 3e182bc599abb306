using System.Diagnostics.CodeAnalysis;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Frames;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Sessions;

/// <summary>One run within a session: its trainer with what is needed to take snapshots of it.</summary>
internal sealed class SessionRun : IDisposable
{
    private SnapshotPool _pool;
    private RunLayout _layout;

    private SessionRun(Trainer trainer, string targetUnit)
    {
        Trainer = trainer;
        TargetUnit = targetUnit;
        Adapt();
    }

    public Trainer Trainer { get; }

    public string TargetUnit { get; }

    /// <summary>Where the prunable matrices lie among the flat indices.</summary>
    public IReadOnlyList<MatrixPlace> Places { get; private set; }

    /// <summary>What the run's numbers refer to, as it is now.</summary>
    public RunLayout Layout
    {
        get
        {
            if (_layout.Revision != Trainer.Revision)
            {
                Adapt();
            }
            return _layout;
        }
    }

    /// <summary>Edits still to be made by a replay, in order.</summary>
    public Queue<Edit> Pending { get; } = new();

    /// <summary>Batch after which to pause; int.MaxValue: none.</summary>
    public int PauseAfter { get; set; } = int.MaxValue;

    public static SessionRun Create(ExperimentSpec spec, IWindowSource source, IBackend backend)
    {
        PlasticityRule rule = RuleCatalogue.Default.Create(spec.Rule.Id);
        spec.Validate(rule);
        return new SessionRun(Train(spec, source.Load(spec.Data), backend, rule), source.TargetUnit(spec.Data));
    }

    /// <summary>Wraps a trainer as it is.</summary>
    public static SessionRun For(Trainer trainer) => new(trainer, "");

    /// <summary>The same data under another spec of the same data, so that nothing is read again.</summary>
    public SessionRun Again(ExperimentSpec spec, IBackend backend) =>
        new(Train(spec, Trainer.Data.Stages[0], backend, RuleCatalogue.Default.Create(spec.Rule.Id)), TargetUnit);

    /// <summary>Copies what frames show.</summary>
    public SnapshotBuffers Copy()
    {
        _ = Layout;
        SnapshotBuffers buffers = _pool.Rent();
        for (int i = 0; i < Places.Count; i++)
        {
            Trainer.Network.Weights(Places[i].Parameter).CopyTo(buffers.Weights.AsSpan(Places[i].Offset));
            Trainer.Masks[i].Bits.CopyTo(buffers.Mask.AsSpan(Places[i].Offset));
        }
        bool drops = Trainer.Rule.DropoutRate(Trainer.Settings) > 0;
        buffers.DroppedCount = drops ? buffers.Dropped.Length : 0;
        if (drops)
        {
            Trainer.Network.DroppedUnits.CopyTo(buffers.Dropped);
        }
        buffers.Copy(Trainer.Scores);
        return buffers;
    }

    public FrameSnapshot Snapshot(long version, int generation, SessionState state, string sentence, RateMeter meter, double speedLimit, int viewers)
    {
        RunLayout layout = Layout;
        Trainer.CollectLosses();
        return new(_pool, Copy())
        {
            Layout = layout,
            Version = version,
            Generation = generation,
            State = state,
            Sentence = sentence,
            Clock = Trainer.Clock,
            Rule = Trainer.Rule,
            Settings = Trainer.Settings,
            Training = Trainer.Training,
            Log = Trainer.Log,
            History = Trainer.Masks.History,
            EventCount = Trainer.Masks.History.Events.Count,
            MillisecondsPerBatch = meter.MillisecondsPerBatch,
            BatchesPerSecond = meter.BatchesPerSecond,
            SpeedLimit = speedLimit,
            Viewers = viewers,
            EditCount = Trainer.Edits.Count,
            Matrices = Places,
            EpochCount = Trainer.Log.Epochs.Count,
            UpdateCount = Trainer.Log.Updates.Count,
            ReadingCount = Trainer.Log.Readings.Batches.Count,
            JournalCount = Trainer.Log.Journal.Count,
            Prediction = Trainer.Log.Prediction,
        };
    }

    public void Dispose() => Trainer.Dispose();

    /// <summary>A device without room for a run is a choice that cannot be, and no failure of another run.</summary>
    private static Trainer Train(ExperimentSpec spec, WindowSet data, IBackend backend, PlasticityRule rule)
    {
        try
        {
            return new Trainer(spec, data, backend, rule);
        }
        catch (OutOfDeviceMemoryException e)
        {
            throw new SettingException(e.Message, e);
        }
    }

    /// <summary>Buffers and places for the network as it is now; snapshots taken before keep theirs.</summary>
    [MemberNotNull(nameof(_pool), nameof(_layout), nameof(Places))]
    private void Adapt()
    {
        MaskSet masks = Trainer.Masks;
        Places = [.. Enumerable.Range(0, masks.Count).Select(
            i => new MatrixPlace(masks.ParameterNumber(i), masks.Offset(i), masks[i].Length))];
        _pool = new SnapshotPool(masks.Total, Trainer.Network.DroppedUnits.Length, Trainer.Scores.Count);
        _layout = RunLayout.Of(Trainer, TargetUnit);
    }
}
