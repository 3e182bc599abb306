using Bunit;
using PruningLab.Components.Panels;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Frames;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Tests;

public sealed class StateBannerTests : BunitContext
{
    private readonly TestCard _card = new();
    private readonly Session _session;
    private readonly IRenderedComponent<StateBanner> _banner;

    public StateBannerTests()
    {
        _session = _card.Open(SmallSession.Spec with { Training = SmallSession.Spec.Training with { Device = TestCard.Device.Id, Epochs = 3, Patience = 0 } });
        LabDesk desk = new(_session);
        _banner = Render<StateBanner>(parameters => parameters.Add(shown => shown.Desk, desk));
        desk.Changed += () => _banner.InvokeAsync(() => _banner.Render());
        _session.Changed += () => _banner.InvokeAsync(() => _banner.Render());
    }

    [Fact]
    public async Task Memory_Full_IsSaidWithTheWaysOnAndTryingAgainTrainsTheSameBatch()
    {
        await RunIntoFullMemoryAsync();
        Assert.Equal(["go-on-cpu", "try-again"], Buttons());
        Assert.Equal(0, _session.View.Clock.Batch);

        // Still full: the sentence is there again.
        _banner.Find("[data-testid=try-again]").Click();
        _banner.WaitForAssertion(() => Assert.Equal(2, _card.Refused), TimeSpan.FromSeconds(20));
        UntilFull();

        _card.IsFull = false;
        _banner.Find("[data-testid=try-again]").Click();

        _banner.WaitForAssertion(() => Assert.Equal("All 3 epochs are done.", Sentence()), TimeSpan.FromSeconds(20));
        Assert.Equal(TestCard.Device.Id, _session.View.Spec.Training.Device);
        Assert.Empty(_session.View.Edits);
    }

    [Fact]
    public async Task Memory_FullAndGoneOnOnTheCpu_TrainsThereAndTheEditSaysSo()
    {
        await RunIntoFullMemoryAsync();

        _banner.Find("[data-testid=go-on-cpu]").Click();

        _banner.WaitForAssertion(() => Assert.Equal("All 3 epochs are done.", Sentence()), TimeSpan.FromSeconds(20));
        Assert.Null(_session.View.Spec.Training.Device);
        Assert.Equal("device: Test card → CPU", Assert.Single(PlanPicture.Of(_session.View).Edits).Text);
    }

    [Fact]
    public async Task Memory_FullAndMovedBySetting_SaysNothingMoreOfTheFormerDevice()
    {
        await RunIntoFullMemoryAsync();

        await _session.RetuneAsync(TrainingSpec.DeviceSetting, DeviceId.Number(DeviceId.Cpu));

        _banner.WaitForAssertion(() => Assert.Empty(_banner.FindAll("[data-testid=state-banner]")));
        Assert.Equal(SessionState.Paused, _session.View.State);
    }

    [Fact]
    public async Task Pause_Ordinary_SaysNothing()
    {
        await _session.StepBatchAsync();

        _banner.WaitForAssertion(() => Assert.Equal((SessionState.Paused, 1), (_session.View.State, _session.View.Clock.Batch)), TimeSpan.FromSeconds(20));
        _banner.Render();
        Assert.Empty(_banner.FindAll("[data-testid=state-banner]"));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _session.Dispose();
    }

    private async Task RunIntoFullMemoryAsync()
    {
        _card.IsFull = true;
        await _session.SetSpeedAsync(0);
        await _session.PlayAsync();
        UntilFull();
    }

    private void UntilFull() => _banner.WaitForAssertion(
        () => Assert.Equal((SessionState.Paused, TestCard.Full), (_session.View.State, Sentence())), TimeSpan.FromSeconds(20));

    private string Sentence() => _banner.Find(".sentence").TextContent;

    private IEnumerable<string?> Buttons() => _banner.FindAll("button").Select(button => button.GetAttribute("data-testid"));
}
