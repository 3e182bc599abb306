using PruningLab.Engine.Training;

namespace PruningLab.Engine.Plasticity;

/// <summary>A rule: what it scores, when it acts, what it selects and what may come back.</summary>
/// <remarks>
/// One rule is one file. The catalogue finds every class that derives from this one and has a constructor without
/// parameters; one instance serves one run, so a rule may keep state. The methods that take a <see cref="RuleContext"/> run on
/// the training thread, and masks that they change are handed to the network right after each; all other methods are pure
/// and may be called from other threads.
/// </remarks>
public abstract class PlasticityRule
{
    /// <summary>What the rule says about itself.</summary>
    public abstract RuleDescription Description { get; }

    /// <summary>Checks settings against each other and against the training.</summary>
    /// <exception cref="SettingException">They cannot be together.</exception>
    public virtual void Validate(RuleSettings settings, TrainingSpec training)
    {
    }

    /// <summary>Share of hidden units dropped while training.</summary>
    public virtual double DropoutRate(RuleSettings settings) => 0;

    /// <summary>Stochastic passes averaged when predicting; 0: one deterministic pass.</summary>
    public virtual int PredictionPasses(RuleSettings settings) => 0;

    /// <summary>Whether the rule will look at the gradients of masked weights after a batch, as rules that regrow do; their
    /// computation costs the dense product.</summary>
    public virtual bool NeedsMaskedGradients(RuleSettings settings, TrainingClock clock) => false;

    /// <summary>Acts once, before the first batch is trained; the clock stands at batch 0.</summary>
    public virtual void BeforeTraining(RuleContext context)
    {
    }

    /// <summary>Acts before the forward pass of a batch; <see cref="RuleContext.Clock"/> is still that of the batch before.</summary>
    public virtual void BeforeBatch(RuleContext context)
    {
    }

    /// <summary>Acts after the backward pass of <see cref="RuleContext.Clock"/>'s batch, before the optimiser's step: the
    /// network's gradients are those of the batch.</summary>
    public virtual void AfterBackward(RuleContext context)
    {
    }

    /// <summary>Takes the place of <see cref="AfterBackward"/> when the loss of the batch is no number and training breaks off, or
    /// when the device had no room for the pass: a rule that changed weights for the forward pass puts them back, since these are
    /// what is left of the run. When the batch is tried again, <see cref="BeforeBatch"/> is called again, and
    /// <see cref="RuleContext.Random"/> gives the same numbers.</summary>
    public virtual void BatchFailed(RuleContext context)
    {
    }

    /// <summary>Acts after the optimiser's step of <see cref="RuleContext.Clock"/>'s batch.</summary>
    public virtual void AfterStep(RuleContext context)
    {
    }

    /// <summary>Acts at the end of an epoch, after it has been evaluated: the last row of <see cref="RuleContext.Epochs"/> is
    /// its own, and says nothing yet about what is done here.</summary>
    public virtual void AfterEpoch(RuleContext context)
    {
    }

    /// <summary>Called right after units joined the network (<see cref="RuleContext.Grow"/>): a rule that keeps a number per
    /// weight of its own carries it over by <see cref="GrowthMap.Remap"/>. The context's network, masks, scratch and scores are
    /// the new ones already; the old ones must not be used again.</summary>
    public virtual void Grown(GrowthMap map)
    {
    }

    /// <summary>Whether early stopping may end the run after the epoch of a clock; while it may not, epochs without a lower loss
    /// are not counted, and the count begins anew after that: a rule says no until it has done what it is there for.</summary>
    public virtual bool MayStopEarly(RuleSettings settings, TrainingSpec training, TrainingClock clock) => true;

    /// <summary>The sparsity schedule under given settings; null when the rule has none.</summary>
    public virtual SparsitySchedule? Schedule(RuleSettings settings, TrainingSpec training) => null;

    /// <summary>What the next update would do to the run as it is.</summary>
    public virtual PrunePreview Preview(in PreviewInput input) => PrunePreview.None(CutReason.RuleDoesNotPrune);
}
