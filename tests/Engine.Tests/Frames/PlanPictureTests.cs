using PruningLab.Engine.Data;
using PruningLab.Engine.Frames;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Frames;

public sealed class PlanPictureTests
{
    [Fact]
    public async Task Of_PaperSettings_StepsThroughTheEpochsAndHasThreeHandles()
    {
        using Session session = Open(TinyData.Spec with { Training = TinyData.Spec.Training with { Epochs = 20 } });
        PlanPicture plan = PlanPicture.Of(session.View);
        Assert.Equal([1.0, 0], plan.Now[0]);
        Assert.Contains(plan.Now, p => p[0] == 2 && p[1] == 0.3);
        Assert.Equal([21, 0.7], plan.Now[^1].Select(v => Math.Round(v, 12)));
        Assert.Equal(["s_min", "s_max", "warmup"], plan.Handles.Select(h => h.Id));
        Assert.Equal((20.0, 0.7), (plan.Handles[1].X, plan.Handles[1].Y));
        Assert.Equal((2.0, 2.0, 0.0), (plan.Handles[2].X, plan.Handles[2].Value, plan.Handles[2].ValueToX));
        Assert.Empty(plan.Former);

        await session.RetuneAsync("s_max", 0.5);
        PlanPicture after = PlanPicture.Of(session.View);
        Assert.Equal(0.5, after.Now[^1][1], 12);
        Assert.Equal(0.7, Assert.Single(after.Former).Points[^1][1], 12);
        Assert.Equal("s_max 0.7 → 0.5", Assert.Single(after.Edits).Text);
    }

    [Fact]
    public void Preview_OfADrag_ChangesThePlanOnly()
    {
        using Session session = Open(TinyData.Spec);
        PlanPicture preview = PlanPicture.Preview(session.View, "s_max", 0.9);
        Assert.Equal(0.9, preview.Now[^1][1], 12);
        Assert.Equal(0.7, session.View.Settings["s_max"]);
        Assert.Throws<SettingException>(() => PlanPicture.Preview(session.View, "s_max", 0.1));
    }

    [Fact]
    public void Of_MaxAboveOne_MakesRoom()
    {
        using Session session = Open(TinyData.Spec with { Rule = new RuleSpec("synaptic-pruning", new Dictionary<string, double> { ["s_max"] = 1.2 }) });
        Assert.Equal(1.5, PlanPicture.Of(session.View).YMax);
    }

    [Fact]
    public void Of_RuleWithoutSchedule_IsEmpty()
    {
        using Session session = Open(TinyData.Spec with { Rule = new RuleSpec("none") });
        PlanPicture plan = PlanPicture.Of(session.View);
        Assert.Empty(plan.Now);
        Assert.Empty(plan.Handles);
    }

    [Fact]
    public void Topology_OfASession_NamesEverything()
    {
        using Session session = Open(TinyData.Spec);
        Topology topology = Topology.Of(session.View);
        Assert.Equal(["2 inputs", "6 LSTM units", "output"], topology.Groups.Select(g => g.Title));
        Assert.Equal(["lstm.weight_ih_l0", "lstm.weight_hh_l0", "fc.weight"], topology.Parameters.Select(p => p.Name));
        Assert.Equal([0, 48, 192], topology.Parameters.Select(p => p.Offset));
        Assert.Equal(198, topology.Prunable);
        Assert.Equal(session.View.Data.TestCount, topology.Test.Truth.Count);
        Assert.Equal("volts", topology.Unit);
    }

    [Theory]
    [InlineData(0, "current")]
    [InlineData(1, "current, next")]
    [InlineData(4, "current, 4 rows on")]
    public void Topology_OfAHorizon_SaysWhichRowIsPredicted(int horizon, string expected)
    {
        using Session session = new(
            "test", TinyData.Spec, new AheadData(horizon), new ManagedBackend(), new SessionOptions { InitialSpeed = 0 });
        Assert.Equal([expected], Topology.Of(session.View).Groups[^1].Names);
    }

    private static Session Open(ExperimentSpec spec) => new("test", spec, new TinyData(), new ManagedBackend(), new SessionOptions { InitialSpeed = 0 });

    private sealed class AheadData(int horizon) : IWindowSource
    {
        public WindowSet Load(DataSpec spec) => new(
            [.. Enumerable.Range(0, 60).Select(i => i % 7f)], [.. Enumerable.Range(0, 60).Select(i => i % 5f)], ["voltage"],
            [new TargetInfo("current", 0, 1)], 3, 40, horizon);

        public string TargetUnit(DataSpec spec) => "";
    }
}
