using PruningLab.Components.Panels;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Tests;

public sealed class LabDeskTests : IDisposable
{
    private readonly Session _session = SmallSession.Create();
    private readonly LabDesk _desk;

    public LabDeskTests() => _desk = new LabDesk(_session);

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Change_BeforeTheFirstBatch_RestartsAtOnce()
    {
        await SetHiddenAsync(8);

        Assert.Equal(8, _session.View.Spec.Network.HiddenUnits);
        Assert.Empty(_desk.Pending);
    }

    [Fact]
    public async Task Change_AfterABatch_WaitsUntilStart()
    {
        await TrainOneBatchAsync();

        await SetHiddenAsync(8);
        await _desk.ChangeAsync("data", "window", "window 5", spec => spec with { Data = spec.Data with { Window = 5 } });

        Assert.Equal(4, _session.View.Spec.Network.HiddenUnits);
        Assert.Equal(8, _desk.Shown.Network.HiddenUnits);
        Assert.Equal(["8 hidden units", "window 5"], _desk.Pending);

        await _desk.StartAsync();

        Assert.Equal(8, _session.View.Spec.Network.HiddenUnits);
        Assert.Equal(5, _session.View.Spec.Data.Window);
        Assert.Equal(0, _session.View.Clock.Batch);
        Assert.Empty(_desk.Pending);
    }

    [Fact]
    public async Task Change_BackToWhatIsInForce_WaitsNoMore()
    {
        await TrainOneBatchAsync();
        await SetHiddenAsync(8);

        await SetHiddenAsync(4);

        Assert.Empty(_desk.Pending);
    }

    [Fact]
    public async Task Discard_Waiting_ShowsWhatIsInForce()
    {
        await TrainOneBatchAsync();
        await SetHiddenAsync(8);

        _desk.Discard();

        Assert.Empty(_desk.Pending);
        Assert.Equal(4, _desk.Shown.Network.HiddenUnits);
    }

    [Fact]
    public async Task Change_WhileALiveEditIsMade_KeepsTheEdit()
    {
        await TrainOneBatchAsync();
        await SetHiddenAsync(8);

        await _desk.RetuneAsync("rule", "s_max", 0.5);

        Assert.Equal(0.5, _desk.Shown.Rule.Values["s_max"]);
        Assert.Equal(8, _desk.Shown.Network.HiddenUnits);
    }

    [Fact]
    public async Task Change_ThatCannotBe_KeepsTheChoiceAndSaysWhyAtItsPlace()
    {
        await _desk.ChangeAsync("data", "data", "missing", spec => spec with { Data = spec.Data with { Source = SmallWindows.Missing } });

        Assert.Contains("no longer exists", _desk.FaultAt("data"), StringComparison.Ordinal);
        Assert.Null(_desk.FaultAt("network"));
        Assert.Equal(["missing"], _desk.Pending);
        Assert.NotEqual(SmallWindows.Missing, _session.View.Spec.Data.Source);
    }

    [Fact]
    public async Task Change_ThatCannotBe_IsMendedByTheNext()
    {
        await _desk.ChangeAsync("data", "data", "missing", spec => spec with { Data = spec.Data with { Source = SmallWindows.Missing } });

        await _desk.ChangeAsync("data", "data", "other", spec => spec with { Data = spec.Data with { Source = "other" } });

        Assert.Null(_desk.FaultAt("data"));
        Assert.Equal("other", _session.View.Spec.Data.Source);
        Assert.Empty(_desk.Pending);
    }

    [Fact]
    public async Task Change_OfTheRule_DropsWaitingChangesOfItsSettings()
    {
        await TrainOneBatchAsync();
        await _desk.ChangeAsync("rule", "rule:s_max", "s_max 0.5", spec => spec with { Seed = 1 });

        await _desk.ChangeAsync("rule", "rule", "No dropout", spec => spec with { Rule = new Engine.Plasticity.RuleSpec("none") });

        Assert.Equal(["No dropout"], _desk.Pending);
        Assert.True(_desk.RuleWaits);
    }

    [Fact]
    public async Task Retune_ThatCannotBe_SaysWhyAndSucceedsLater()
    {
        Assert.False(await _desk.RetuneAsync("rule", "s_min", 0.9));
        Assert.Contains("s_min", _desk.FaultAt("rule"), StringComparison.Ordinal);

        Assert.True(await _desk.RetuneAsync("rule", "s_min", 0.2));
        Assert.Null(_desk.FaultAt("rule"));
    }

    private Task SetHiddenAsync(int units) => _desk.ChangeAsync("network", "hidden-units", $"{units} hidden units",
        spec => spec with { Network = new NetworkSpec { Kind = spec.Network.Kind, HiddenUnits = units } });

    private async Task TrainOneBatchAsync()
    {
        var paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (_session.View is { State: SessionState.Paused, Clock.Batch: > 0 })
            {
                paused.TrySetResult();
            }
        }

        _session.Changed += Look;
        await _session.StepBatchAsync();
        Look();
        await paused.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _session.Changed -= Look;
    }
}
