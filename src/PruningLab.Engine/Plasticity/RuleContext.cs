using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Plasticity;

/// <summary>What a rule acts on: the network with its masks, the data, and where the rule writes down what it did.</summary>
public sealed class RuleContext
{
    private readonly double[] _loss = new double[1];
    private WindowSet? _data;
    private float[] _predictions = [];
    private readonly List<GrowthMap> _growths = [];
    private ErrorSum _errors;
    private ScoreField[] _scores;

    /// <summary>Gathers the parts.</summary>
    /// <param name="network">The network, bound to <paramref name="data"/>.</param>
    /// <param name="masks">Its masks.</param>
    /// <param name="data">The data in force; null where a rule is tried out without any.</param>
    /// <param name="random">The rule's own random numbers.</param>
    /// <param name="log">Where all is written down.</param>
    /// <param name="rule">What the rule says about itself; its scores and readings are set up.</param>
    public RuleContext(INetwork network, MaskSet masks, WindowSet? data, RandomStream random, RunLog log, RuleDescription rule)
    {
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(rule);
        Network = network;
        Masks = masks;
        Random = random;
        Log = log;
        Scratch = new float[masks.Total];
        _data = data;
        _scores = [.. rule.Scores.Select(score => new ScoreField(score, masks.Total))];
    }

    /// <summary>The network; another one after a growth.</summary>
    public INetwork Network { get; private set; }

    /// <summary>Its masks; others after a growth.</summary>
    public MaskSet Masks { get; private set; }

    /// <summary>The network's groups of units; <see cref="UnitGroup.CanGrow"/> says which can grow.</summary>
    public IReadOnlyList<UnitGroup> Groups => Architecture.Of(Network.Shape).Groups;

    /// <summary>The growths of the network so far, in order.</summary>
    public IReadOnlyList<GrowthMap> Growths => _growths;

    /// <summary>The data in force; others when their next stage has come.</summary>
    public WindowSet Data => _data ?? throw new InvalidOperationException("This rule is tried out without data.");

    /// <summary>Number of the stage of data that change in mid-run, from 0; 0 for all others.</summary>
    public int Stage => _data?.Stage ?? 0;

    /// <summary>Batch after which the present stage came; 0 for the first.</summary>
    public int StageBatch { get; private set; }

    /// <summary>The rule's own random numbers.</summary>
    public RandomStream Random { get; }

    /// <summary>What the run has written down.</summary>
    public RunLog Log { get; }

    /// <summary>Figures of the epochs so far.</summary>
    public AppendLog<EpochRow> Epochs => Log.Epochs;

    /// <summary>Where updates are written down.</summary>
    public AppendLog<PruneUpdate> Updates => Log.Updates;

    /// <summary>Where the rule's readings are written down, one row per batch at most.</summary>
    public ReadingLog Readings => Log.Readings;

    /// <summary>The scores of the rule, in the order of its description.</summary>
    public IReadOnlyList<ScoreField> Scores => _scores;

    /// <summary>Room for one number per prunable weight, so that rules allocate nothing.</summary>
    public float[] Scratch { get; private set; }

    /// <summary>The last batch done; in <see cref="PlasticityRule.AfterBackward"/> the one being trained.</summary>
    public TrainingClock Clock { get; internal set; }

    /// <summary>Window numbers of the last batch; empty before the first one, also of a new stage of the data.</summary>
    public ReadOnlyMemory<int> Windows { get; internal set; }

    /// <summary>True between a backward pass and the optimiser's step, when the network's gradients must stay as they are.</summary>
    public bool IsBeforeStep { get; internal set; }

    /// <summary>True after the optimiser's step and after an epoch, when the network may grow.</summary>
    public bool MayGrow { get; internal set; }

    /// <summary>Makes the network grow; set by the trainer.</summary>
    internal Func<string, int, bool, bool>? Grower { get; init; }

    /// <summary>Completes the losses that have been written down; set by the trainer.</summary>
    internal Action? LossCollector { get; init; }

    /// <summary>The loss of the last batch; in <see cref="PlasticityRule.AfterBackward"/> of the one being trained. Fetches it
    /// from the network's device, which then waits: not to be asked for in every batch.</summary>
    public double BatchLoss
    {
        get
        {
            LossCollector?.Invoke();
            return Log.BatchLosses[^1];
        }
    }

    /// <summary>The settings in force.</summary>
    public required RuleSettings Settings { get; set; }

    /// <summary>The training in force; its epochs are t_total.</summary>
    public required TrainingSpec Training { get; set; }

    /// <summary>True when no epoch follows the present one.</summary>
    public bool IsLastEpoch => Clock.Epoch >= Training.Epochs;

    /// <summary>One score of the rule.</summary>
    /// <exception cref="ArgumentException">The rule's description does not list it.</exception>
    public ScoreField Score(string id)
    {
        // Asked for in every batch: a search by a delegate would allocate one each time.
        foreach (ScoreField score in _scores)
        {
            if (score.Description.Id == id)
            {
                return score;
            }
        }
        throw new ArgumentException($"The rule's description lists no score “{id}”.", nameof(id));
    }

    /// <summary>Makes units join a group of the network, behind those that it has.</summary>
    /// <remarks>
    /// A bigger network takes the place of the old one: weights, masks, their history, optimiser moments and scores go over.
    /// Incoming weights and biases of new units are drawn as at initialisation; outgoing ones are 0 at a neutral birth, so that
    /// the network's function stays what it was to the bit, and drawn as well at another. In a recurrent layer the weights from
    /// new units to old ones are outgoing. Afterwards <see cref="Network"/>, <see cref="Masks"/>, <see cref="Scratch"/> and
    /// <see cref="Scores"/> are new objects, and <see cref="PlasticityRule.Grown"/> has been called. The journal tells of it.
    /// </remarks>
    /// <param name="group">Id of a group that can grow.</param>
    /// <param name="units">How many units join.</param>
    /// <param name="neutral">True for outgoing weights of 0.</param>
    /// <returns>False when the network or the backend cannot be that large: nothing has changed then, and the journal says
    /// which limit was met.</returns>
    /// <exception cref="InvalidOperationException">Not after a step nor after an epoch.</exception>
    /// <exception cref="ArgumentException">There is no such group, it cannot grow, or there are fewer than one unit.</exception>
    public bool Grow(string group, int units, bool neutral)
    {
        if (!MayGrow || Grower is null)
        {
            throw new InvalidOperationException("A network grows after the optimiser's step or after an epoch only.");
        }
        return Grower(group, units, neutral);
    }

    /// <summary>Writes a sentence into the journal.</summary>
    public void Note(JournalKind kind, string text) => Log.Journal.Add(new JournalEntry(Clock.Batch, kind, text));

    /// <summary>Writes an update of the masks down.</summary>
    /// <param name="target">Target sparsity; NaN for a rule that has none.</param>
    /// <param name="decision">What was decided and done.</param>
    /// <param name="grown">Weights that came back.</param>
    public void Record(double target, CutDecision decision, int grown = 0) => Updates.Add(new PruneUpdate(
        Clock.Batch, (float)target, (float)Masks.Sparsity,
        decision.Reason == CutReason.Cuts ? decision.Threshold : float.NaN, decision.Cut, Masks.Pruned, grown));

    /// <summary>Weights still to be pruned until a share of all is: <c>max(0, ⌊s·n⌋ − pruned)</c>.</summary>
    public int Missing(double target) => (int)Math.Clamp((long)Math.Floor(target * Masks.Total) - Masks.Pruned, 0, int.MaxValue);

    /// <summary>Computes the gradients of the loss on given windows with the weights as they are, without dropout; they are in
    /// <see cref="INetwork.Gradients"/> then. Leaves no trace in the run's losses and errors.</summary>
    /// <param name="windows">Window numbers, at most a batch.</param>
    /// <param name="maskedGradients">True to compute those of masked weights as well.</param>
    /// <returns>The loss, a mean over the windows.</returns>
    /// <exception cref="InvalidOperationException">The gradients of the batch are still needed for the optimiser's step.</exception>
    public double ComputeGradients(ReadOnlySpan<int> windows, bool maskedGradients = false)
    {
        if (IsBeforeStep)
        {
            throw new InvalidOperationException("Between the backward pass and the optimiser's step a rule must not compute other gradients; act before the batch or after the step.");
        }
        LossCollector?.Invoke();
        _errors.Add(Network.TakeErrors());
        Network.ForwardBackward(windows, 0, Random, maskedGradients);
        Network.TakeLosses(_loss);
        Network.TakeErrors();
        return _loss[0];
    }

    /// <summary>Errors on consecutive windows with the weights as they are; changes nothing.</summary>
    public ErrorFigures Errors(int firstWindow, int count)
    {
        int outputs = Data.Outputs;
        if (_predictions.Length < count * outputs)
        {
            _predictions = new float[count * outputs];
        }
        Span<float> predictions = _predictions.AsSpan(0, count * outputs);
        Network.Predict(firstWindow, predictions, 0, Random);
        ErrorSum errors = default;
        for (int i = 0; i < count; i++)
        {
            errors.Add(predictions.Slice(i * outputs, outputs), Data, firstWindow + i);
        }
        return errors.Mean(Data);
    }

    /// <summary>Puts the next stage of the data in the place of the present one.</summary>
    internal void Enter(WindowSet data)
    {
        _data = data;
        StageBatch = Clock.Batch;
        Windows = default;
    }

    /// <summary>Puts a network that has grown in the place of the old one.</summary>
    internal void Replace(INetwork network, MaskSet masks, GrowthMap map)
    {
        _errors.Add(Network.TakeErrors());
        Network = network;
        Masks = masks;
        Scratch = new float[masks.Total];
        _scores = [.. _scores.Select(score => score.Grown(map))];
        _growths.Add(map);
    }

    /// <summary>Puts a network of the same shape on another device in the place of the old one.</summary>
    internal void Replace(INetwork network)
    {
        _errors.Add(Network.TakeErrors());
        Network = network;
    }

    /// <summary>The errors of the training passes since the last call.</summary>
    internal ErrorSum TakeErrors()
    {
        ErrorSum errors = _errors;
        errors.Add(Network.TakeErrors());
        _errors = default;
        return errors;
    }
}
