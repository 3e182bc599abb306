using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Plasticity;

/// <summary>A rule applied once to a network that is not being trained.</summary>
/// <remarks>
/// Two kinds of rules can do without training. Those that cut in steps (<see cref="StepPruningRule"/>, and others that cut after
/// epoch e) are asked for their one cut, as if an epoch had just ended. Those that follow a cubic schedule are given one whose target is the
/// sparsity from the start, and are asked for one update; where their score sums gradients up, it is summed over the training part once, with
/// the weights held still. Settings that say when a rule acts are fixed here; what it scores and selects is the rule's own.
/// </remarks>
public sealed class SingleCut
{
    private const string Moment = "moment", Frequency = "frequency";
    private const int Epochs = 3;

    // Highest frequency that the rules allow.
    private const int MostBatches = 500;

    private readonly PlasticityRule _rule;
    private readonly bool _isGradual;

    private SingleCut(PlasticityRule rule, bool isGradual) => (_rule, _isGradual) = (rule, isGradual);

    /// <summary>True when it asks for gradients or predictions, found out by trying it on a few numbers.</summary>
    public required bool NeedsData { get; init; }

    /// <summary>What the rule says about itself.</summary>
    public RuleDescription Description => _rule.Description;

    /// <summary>True when a sparsity can be asked for; else its own settings decide how much is cut.</summary>
    public bool HasSparsity => _isGradual || Description.Find(StepSettings.Sparsity) is not null;

    /// <summary>Hyperparameters that may be chosen: all but those that say when the rule acts, and the sparsity.</summary>
    public IReadOnlyList<Hyperparameter> Free => [.. Description.Hyperparameters.Where(one => !IsFixed(one.Id))];

    /// <summary>Prepares a rule.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="id">The rule.</param>
    /// <exception cref="SettingException">There is no such rule, or it only makes sense while a network trains.</exception>
    public static SingleCut Of(RuleCatalogue rules, string id)
    {
        ArgumentNullException.ThrowIfNull(rules);
        PlasticityRule rule = rules.Create(id);
        if (KindOf(rule) is { } isGradual)
        {
            return new SingleCut(rule, isGradual) { NeedsData = Asks(new SingleCut(rules.Create(id), isGradual) { NeedsData = false }) };
        }
        string able = string.Join(", ", rules.Descriptions.Where(d => KindOf(rules.Create(d.Id)) is not null).Select(d => d.Id));
        throw new SettingException(!Cuts(rule.Description)
            ? $"“{rule.Description.Name}” removes no connection for good, so there is nothing that it could prune in a file; choose one of {able}."
            : $"“{rule.Description.Name}” acts {rule.Description.When}, which only makes sense while a network trains; train with it, or choose one of {able}.");
    }

    /// <summary>Prunes once.</summary>
    /// <param name="network">The network; bound to the data when there are any.</param>
    /// <param name="masks">Its masks.</param>
    /// <param name="data">The data; null where there are none.</param>
    /// <param name="sparsity">Share of all weights that is to be pruned, those pruned before included; null: as the rule's own settings say.</param>
    /// <param name="values">Values of <see cref="Free"/> hyperparameters.</param>
    /// <param name="seed">Seed of the rule's random numbers.</param>
    /// <param name="batchSize">Windows per batch, at most the network's.</param>
    /// <returns>The updates, as the rule wrote them down; empty when nothing was to be cut.</returns>
    /// <exception cref="SettingException">A value cannot be, or the rule needs data where there are none.</exception>
    public IReadOnlyList<PruneUpdate> Apply(
        INetwork network, MaskSet masks, WindowSet? data, double? sparsity, IReadOnlyDictionary<string, double> values, int seed, int batchSize = 64)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(values);
        bool sums = _isGradual && Description.Scores.Any(score => score.Decides);
        if (data is null && (sums || NeedsData))
        {
            throw new SettingException(new NoDataException().Message);
        }
        int batches = sums ? Math.Min(MostBatches, (data!.TrainCount + batchSize - 1) / batchSize) : 1;
        TrainingSpec training = new() { Epochs = Epochs, BatchSize = batchSize };
        RuleSettings settings = Settings(sparsity, values, batches);
        _rule.Validate(settings, training);
        RunLog log = new(Epochs, batches * Epochs, Description.Readings.Count);
        RuleContext context = new(network, masks, data, new RandomStreams(seed).Open(RandomStreams.Rule), log, Description)
        {
            Settings = settings,
            Training = training,
            Clock = new TrainingClock(0, batches),
        };
        _rule.BeforeTraining(context);
        masks.Apply(network);
        if (_isGradual)
        {
            Sum(context, sums, batches);
        }
        else
        {
            context.Clock = new TrainingClock(batches, batches);
            _rule.AfterEpoch(context);
        }
        masks.Apply(network);
        return log.Updates.Read().ToArray();
    }

    /// <summary>Whether a rule fails for want of data.</summary>
    private static bool Asks(SingleCut cut)
    {
        ParameterInfo[] few = [new ParameterInfo("few", "Tensor", 0, 2, 4, [], "", "", IsPrunable: true)];
        try
        {
            cut.Apply(new TensorNetwork(few, [[1, -2, 3, -4, 5, -6, 7, -8]]), new MaskSet(few), null, cut.HasSparsity ? 0.5 : null, new Dictionary<string, double>(), 0);
            return false;
        }
        catch (Exception exception) when (exception is NoDataException or InvalidOperationException or SettingException)
        {
            // InvalidOperationException: it asked the context for windows rather than the network for gradients.
            return true;
        }
    }

    private void Sum(RuleContext context, bool sums, int batches)
    {
        int size = context.Training.BatchSize;
        for (int batch = 1; batch <= batches; batch++)
        {
            context.Clock = new TrainingClock(batch, batches);
            if (sums)
            {
                int first = (batch - 1) * size;
                context.Windows = Enumerable.Range(first, Math.Min(size, context.Data.TrainCount - first)).ToArray();
                context.ComputeGradients(context.Windows.Span);
            }
            _rule.AfterBackward(context);
        }
    }

    private RuleSettings Settings(double? sparsity, IReadOnlyDictionary<string, double> values, int batches)
    {
        Dictionary<string, double> all = new(values);
        foreach (string id in values.Keys.Where(id => Description.Find(id) is not null && IsFixed(id)))
        {
            throw new SettingException(IsSparsity(id)
                ? $"{id} cannot be set here: ask for a sparsity in its place."
                : $"{id} says when the rule acts while a network trains, and cannot be set where it acts once.");
        }
        if (sparsity is null && HasSparsity)
        {
            throw new SettingException("Say what share of the weights is to be pruned in the end: a sparsity such as 0.9.");
        }
        if (sparsity is not null && !HasSparsity)
        {
            throw new SettingException($"“{Description.Name}” takes no sparsity; how much it cuts follows from {string.Join(", ", Free.Select(one => one.Id))}.");
        }
        if (_isGradual)
        {
            (all[CubicPlan.MinSparsity], all[CubicPlan.MaxSparsity], all[CubicPlan.Warmup], all[Frequency]) = (sparsity!.Value, sparsity.Value, 0, batches);
        }
        else if (sparsity is { } share)
        {
            all[StepSettings.Sparsity] = share;
        }
        foreach ((string id, double value) in (ReadOnlySpan<(string, double)>)[(StepSettings.Epoch, 1), (StepSettings.Rounds, 1), (Moment, 0)])
        {
            if (Description.Find(id) is not null)
            {
                all[id] = value;
            }
        }
        return new RuleSettings(Description, all);
    }

    /// <summary>Whether a rule is gradual; null when it cannot act once.</summary>
    private static bool? KindOf(PlasticityRule rule)
    {
        RuleDescription description = rule.Description;
        bool IsThere(params ReadOnlySpan<string> ids)
        {
            foreach (string id in ids)
            {
                if (description.Find(id) is null)
                {
                    return false;
                }
            }
            return true;
        }
        return !Cuts(description) ? null
            : rule is StepPruningRule || (IsThere(StepSettings.Epoch, StepSettings.Rounds) && description.Moments == RuleMoments.AfterTraining) ? false
            : IsThere(CubicPlan.MinSparsity, CubicPlan.MaxSparsity, CubicPlan.Warmup, Frequency) ? true
            : null;
    }

    private static bool Cuts(RuleDescription description) => description.Moments != RuleMoments.None && description.Returns != RuleReturn.Everything;

    private bool IsFixed(string id) => IsSparsity(id) || id is StepSettings.Epoch or StepSettings.Rounds or StepSettings.Every or Moment or Frequency
        || (_isGradual && id is CubicPlan.Warmup or CubicPlan.Shape or CubicPlan.Clock);

    private bool IsSparsity(string id) => id == StepSettings.Sparsity || (_isGradual && id is CubicPlan.MinSparsity or CubicPlan.MaxSparsity);
}
