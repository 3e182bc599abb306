using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Plasticity.Rules;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Training;

public sealed class TrainerLimitTests
{
    [Fact]
    public void TrainBatch_RuleThatThrows_LeavesALossForEveryBatchOfTheClock()
    {
        using Trainer trainer = new(
            TinyData.Spec with { Rule = new RuleSpec("none") }, TinyData.Windows(), new ManagedBackend(), new ThrowingRule());
        trainer.TrainBatch();
        Assert.Throws<InvalidOperationException>(() => trainer.TrainBatch());
        Assert.Equal(2, trainer.Clock.Batch);
        Assert.Equal(trainer.Clock.Batch, trainer.Log.BatchLosses.Count);
    }

    [Fact]
    public void Trainer_MoreBatchesThanCanBeCounted_ThrowsASentence()
    {
        ExperimentSpec spec = TinyData.Spec with { Training = new TrainingSpec { Epochs = 10_000, BatchSize = 1 } };
        WindowSet data = new(new float[220_000], new float[220_000], ["x"], "x", window: 5, splitRow: 219_000, targetMean: 0, targetScale: 1);
        SettingException e = Assert.Throws<SettingException>(
            () => new Trainer(spec, data, new ManagedBackend(), RuleCatalogue.Default.Create(spec.Rule.Id)));
        Assert.Contains("2,189,950,000", e.Message, StringComparison.Ordinal);
    }

    private sealed class ThrowingRule : PlasticityRule
    {
        public override RuleDescription Description { get; } = new NoDropoutRule().Description;

        public override void AfterBackward(RuleContext context)
        {
            if (context.Clock.Batch == 2)
            {
                throw new InvalidOperationException("This rule is broken.");
            }
        }
    }
}
