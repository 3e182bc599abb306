using PruningLab.Engine.Training;

namespace PruningLab.Engine.Plasticity;

/// <summary>A rule: what it scores, when it acts, what it selects and what may come back.</summary>
/// <remarks>
/// One rule is one file. The catalogue finds every class that derives from this one and has a constructor without
/// parameters; one instance serves one run, so a rule may keep state. Except for <see cref="AfterBackward"/> all methods
/// are pure and may be called from other threads.
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

    /// <summary>Acts on the masks after the backward pass of <see cref="RuleContext.Clock"/>'s batch.</summary>
    public virtual void AfterBackward(RuleContext context)
    {
    }

    /// <summary>The sparsity schedule under given settings; null when the rule has none.</summary>
    public virtual CubicSchedule? Schedule(RuleSettings settings, TrainingSpec training) => null;

    /// <summary>What the next update would do to given weights.</summary>
    /// <param name="settings">Settings in force.</param>
    /// <param name="training">Training in force.</param>
    /// <param name="clock">The last batch done.</param>
    /// <param name="weights">All prunable weights, flat.</param>
    /// <param name="mask">1 active, 0 pruned, same length.</param>
    /// <param name="scratch">Room for one number per weight.</param>
    public virtual PrunePreview Preview(
        RuleSettings settings, TrainingSpec training, TrainingClock clock,
        ReadOnlySpan<float> weights, ReadOnlySpan<byte> mask, Span<float> scratch) =>
        PrunePreview.None(CutReason.RuleDoesNotPrune);
}
