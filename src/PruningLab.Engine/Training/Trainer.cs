using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Training;

/// <summary>Trains one network by one rule, batch by batch. Not thread-safe; <see cref="Log"/> may be read by others.</summary>
/// <remarks>Loop of Vos et al. 2025, Algorithm 4: forward, backward, mask update, optimiser's step, masks applied; a rule may
/// act before the first batch, before and after each batch, between backward pass and step, and after each epoch.</remarks>
public sealed partial class Trainer : IDisposable
{
    private readonly PlasticityRule _rule;
    private readonly RuleContext _context;
    private readonly IBackend _backends;
    private readonly RandomStreams _streams;
    private Evaluator _evaluator;
    private readonly RandomStream _shuffle;
    private readonly RandomStream _dropout;
    private int[] _order;
    private bool _mustOrder;
    private int _orderedFor;
    private readonly int _windowsPerEpoch;
    private readonly int _batchSize;
    private readonly List<Edit> _edits = [];
    private OptimizerSpec _optimizer;
    private double _bestLoss = double.PositiveInfinity;
    private int _epochsWithoutGain;
    private bool _hasBegun;
    private bool _mustEndEpoch;

    /// <summary>Sets everything up and evaluates the untrained network.</summary>
    /// <exception cref="SettingException">The spec cannot be.</exception>
    public Trainer(ExperimentSpec spec, WindowSet data, IBackend backend, PlasticityRule rule)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(rule);
        RuleSettings settings = spec.Validate(rule);
        Spec = spec;
        Data = data;
        _rule = rule;
        _optimizer = spec.Training.Optimizer;
        RandomStreams streams = new(spec.Seed);
        (_backends, _streams) = (backend, streams);
        Backend = backend.Open(spec.Training.Device);
        _shuffle = streams.Open(RandomStreams.Shuffle);
        _dropout = streams.Open(RandomStreams.Dropout);
        _windowsPerEpoch = data.TrainPerEpoch;
        int batchSize = Math.Min(spec.Training.BatchSize, _windowsPerEpoch);
        BatchesPerEpoch = (_windowsPerEpoch + batchSize - 1) / batchSize;
        long total = (long)BatchesPerEpoch * spec.Training.Epochs;
        if (total > int.MaxValue)
        {
            throw new SettingException(string.Create(CultureInfo.InvariantCulture,
                $"{spec.Training.Epochs:N0} epochs of {BatchesPerEpoch:N0} batches are {total:N0} batches, but a run must not have more than {int.MaxValue:N0}: choose fewer epochs or a larger batch size."));
        }

        TotalBatches = (int)total;
        Log = new RunLog(spec.Training.Epochs, TotalBatches, rule.Description.Readings.Count);
        Network = Backend.Create(
            NetworkShape.For(spec.Network, data, batchSize) with { Threads = spec.Training.Threads }, streams.Open(RandomStreams.Weights));
        try
        {
            Network.Bind(data);
            _evaluator = new Evaluator(Network, data, streams);
            Masks = new MaskSet(Network.Parameters);
            _context = new RuleContext(Network, Masks, data, streams.Open(RandomStreams.Rule), Log, rule.Description)
            {
                Settings = settings,
                Training = spec.Training,
                Clock = new TrainingClock(0, BatchesPerEpoch),
                Grower = Grow,
                LossCollector = CollectLosses,
            };
            UnitBirths = BirthsOf(_context);
            _order = [.. Enumerable.Range(0, data.TrainCount)];
            _batchSize = batchSize;
            Evaluate();
        }
        catch
        {
            // Nobody else knows the network yet, and its threads would keep it alive.
            Network.Dispose();
            throw;
        }
    }

    /// <summary>The spec the run began with.</summary>
    public ExperimentSpec Spec { get; }

    /// <summary>The spec with all edits so far.</summary>
    public ExperimentSpec CurrentSpec => Spec with
    {
        Rule = new RuleSpec(_rule.Description.Id, _context.Settings.Values),
        Training = _context.Training with { Optimizer = _optimizer },
    };

    /// <summary>The data in force; those of another stage after they changed.</summary>
    public WindowSet Data { get; private set; }

    /// <summary>Where the network is; another one after a move.</summary>
    public IBackend Backend { get; private set; }

    /// <summary>The network; another one after a growth or a move.</summary>
    public INetwork Network { get; private set; }

    /// <summary>Its masks; others after a growth.</summary>
    public MaskSet Masks { get; private set; }

    /// <summary>What has been written down; <see cref="CollectLosses"/> completes the losses.</summary>
    public RunLog Log { get; }

    /// <summary>The rule's scores, in the order of its description.</summary>
    public IReadOnlyList<ScoreField> Scores => _context.Scores;

    /// <summary>The rule.</summary>
    public PlasticityRule Rule => _rule;

    /// <summary>The rule's settings in force.</summary>
    public RuleSettings Settings => _context.Settings;

    /// <summary>The training in force.</summary>
    public TrainingSpec Training => _context.Training;

    /// <summary>The last batch done.</summary>
    public TrainingClock Clock => _context.Clock;

    /// <summary>Batches per epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>Batches of the whole run.</summary>
    public int TotalBatches { get; }

    /// <summary>Live edits in the order they took effect.</summary>
    public IReadOnlyList<Edit> Edits => _edits;

    /// <summary>True when no batch is left and the last epoch has been evaluated.</summary>
    public bool IsFinished => Clock.Batch >= TotalBatches && !_mustEndEpoch;

    /// <summary>Trains one batch; or ends the epoch that the last one could not end for want of memory.</summary>
    /// <exception cref="InvalidOperationException">The run is finished.</exception>
    /// <exception cref="TrainingException">The loss is no longer a number.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device's memory is full: nothing is lost, and a further call tries again what
    /// was not done.</exception>
    public BatchResult TrainBatch()
    {
        if (IsFinished)
        {
            throw new InvalidOperationException("The run is finished.");
        }
        ThrowIfFailed();
        if (_mustEndEpoch)
        {
            return EndEpoch();
        }
        EnterDueStage();
        Prepare();
        TrainingClock clock = Clock.At(Clock.Batch + 1);
        int inEpoch = (clock.Batch - 1) % BatchesPerEpoch;
        if ((inEpoch == 0 && _orderedFor != clock.Batch) || _mustOrder)
        {
            OrderWindows();
            _orderedFor = clock.Batch;
        }
        int first = inEpoch * _batchSize;
        ReadOnlyMemory<int> windows = _order.AsMemory(first, Math.Min(_batchSize, _windowsPerEpoch - first));
        Pass(windows.Span, clock);
        _context.Clock = clock;
        _context.Windows = windows;
        OnceOnly(Step);
        _mustEndEpoch = inEpoch == BatchesPerEpoch - 1;
        return _mustEndEpoch ? EndEpoch() : BatchResult.Continues;
    }

    /// <summary>Changes a setting between two batches and writes the edit down.</summary>
    /// <returns>The edit; null when the value is what it was.</returns>
    /// <exception cref="SettingException">No such setting, not live, the value cannot be, or a device has no room for it.</exception>
    public Edit? Retune(string setting, double value)
    {
        if (setting is TrainingSpec.StageId or TrainingSpec.DeviceSetting)
        {
            try
            {
                return setting == TrainingSpec.StageId ? ChooseStage(value) : ChooseDevice(value);
            }
            catch (OutOfDeviceMemoryException e)
            {
                throw new SettingException(e.Message, e);
            }
        }
        double old = setting switch
        {
            TrainingSpec.LearningRateId => _optimizer.LearningRate,
            TrainingSpec.PatienceId => Training.Patience,
            _ => Settings.Values.TryGetValue(setting, out double known) ? known : double.NaN,
        };
        (RuleSettings settings, TrainingSpec training) = Edited(
            _rule, Settings, Training with { Optimizer = _optimizer }, setting, value);
        if (old == value)
        {
            return null;
        }
        _context.Settings = settings;
        _context.Training = training;
        _optimizer = training.Optimizer;
        if (setting == TrainingSpec.PatienceId)
        {
            _epochsWithoutGain = 0;
        }
        Edit edit = new(Clock.Batch, setting, old, value);
        _edits.Add(edit);
        return edit;
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => Network.Dispose();

    private static (RuleSettings Settings, TrainingSpec Training) Edited(
        PlasticityRule rule, RuleSettings settings, TrainingSpec training, string setting, double value)
    {
        if (setting == TrainingSpec.LearningRateId)
        {
            training = training with { Optimizer = training.Optimizer with { LearningRate = value } };
        }
        else if (setting == TrainingSpec.PatienceId)
        {
            if (value != Math.Floor(value))
            {
                throw new SettingException(string.Create(CultureInfo.InvariantCulture, $"Early-stopping patience is {value}, but must be a whole number."));
            }

            training = training with { Patience = (int)Math.Clamp(value, int.MinValue, int.MaxValue) };
        }
        else
        {
            settings = settings.With(setting, value);
            if (!rule.Description.Find(setting)!.IsLive)
            {
                throw new SettingException($"{setting} cannot change while the network trains: start a new run with it.");
            }
        }
        training.Validate();
        rule.Validate(settings, training);
        return (settings, training);
    }

    /// <summary>What follows the backward pass.</summary>
    private void Step()
    {
        _context.IsBeforeStep = true;
        _rule.AfterBackward(_context);
        Masks.Apply(Network);
        Network.OptimizerStep(_optimizer);
        _context.IsBeforeStep = false;
        _context.MayGrow = true;
        _rule.AfterStep(_context);
        _context.MayGrow = false;
        Masks.Apply(Network);
    }

    private void ActAfterEpoch()
    {
        _context.MayGrow = true;
        _rule.AfterEpoch(_context);
        _context.MayGrow = false;
        Masks.Apply(Network);
    }

    private BatchResult EndEpoch()
    {
        CollectLosses();
        ThrowIfFailed();
        double loss = Evaluate();
        _mustEndEpoch = false;
        if (!double.IsFinite(loss))
        {
            throw Diverged(Clock, loss);
        }
        OnceOnly(ActAfterEpoch);
        BatchResult result = BatchResult.EndsEpoch;
        if (IsStageStillToCome || !_rule.MayStopEarly(Settings, Training, Clock))
        {
            _bestLoss = double.PositiveInfinity;
            _epochsWithoutGain = 0;
        }
        else if (loss < _bestLoss)
        {
            _bestLoss = loss;
            _epochsWithoutGain = 0;
        }
        else
        {
            _epochsWithoutGain++;
        }
        if (IsFinished)
        {
            result |= BatchResult.Finishes;
        }
        else if (Training.Patience > 0 && _epochsWithoutGain >= Training.Patience)
        {
            result |= BatchResult.StopsEarly;
        }
        return result;
    }

    private double Evaluate()
    {
        (ErrorFigures validation, ErrorFigures test, TestPrediction prediction) = _evaluator.Evaluate(
            Clock.Epoch, _rule.DropoutRate(Settings), _rule.PredictionPasses(Settings));
        ErrorFigures train = Clock.Batch == 0 ? ErrorFigures.Unknown : _context.TakeErrors().Mean(Data);
        Log.Epochs.Add(new EpochRow { Epoch = Clock.Epoch, Batch = Clock.Batch, Train = train, Validation = validation, Test = test });
        Log.Prediction = prediction;
        return validation.Loss;
    }

    private TrainingException Diverged(TrainingClock clock, double loss) => new(string.Create(CultureInfo.InvariantCulture,
        $"Training broke off at epoch {clock.Epoch}, batch {clock.Batch}: the loss is {(double.IsNaN(loss) ? "not a number" : "infinite")} with a learning rate of {_optimizer.LearningRate:0.######}; lower the learning rate and reset."));
}
