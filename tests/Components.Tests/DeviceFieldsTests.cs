using AngleSharp.Dom;
using Bunit;
using PruningLab.Components.Panels;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Tests;

public sealed class DeviceFieldsTests : BunitContext
{
    private static readonly string s_card = TestCard.Device.Id;
    private readonly TestCard _card = new();
    private readonly List<Session> _sessions = [];

    [Fact]
    public void Device_CpuAlone_IsALineWithTheReasonAndNoControl()
    {
        IRenderedComponent<TrainingGroup> group = Show(SmallSession.Create());

        Assert.Empty(group.FindAll("[data-testid=setting-device]"));
        Assert.Equal("device: CPU; why no graphics card?", group.Find("[data-testid=why-no-card] summary").TextContent);
        Assert.Equal(DeviceList.NotBuiltIn, group.Find("[data-testid=why-no-card] p").TextContent);
    }

    [Fact]
    public void Device_WhyNoCard_BreaksNoSwitchOfTheCommandLineOverTwoLines()
    {
        IRenderedComponent<TrainingGroup> group = Show(SmallSession.Create());

        Assert.Equal(["-p:Torch=cuda-linux", "-p:Torch=cuda-windows."], group.FindAll("[data-testid=why-no-card] .switch").Select(word => word.TextContent));
    }

    [Fact]
    public void Device_Two_AreOfferedWithWhatIsKnownOfThem()
    {
        IRenderedComponent<TrainingGroup> group = Show(_card.Open());

        Assert.Equal(["cpu: CPU", $"{s_card}: Test card"], group.FindAll("[data-testid=setting-device] option").Select(option => $"{option.GetAttribute("value")}: {option.TextContent}"));
        Assert.Equal("managed engine · memory of the machine", Facts(group));
        Assert.Equal("live", group.Find("[data-testid=setting-device] .pl-badge").TextContent);
        Assert.Empty(group.FindAll("[data-testid=why-no-card]"));
    }

    [Fact]
    public async Task Device_ChosenInMidRun_MovesTheRunAndIsItsSpecAfterAReset()
    {
        Session session = _card.Open();
        IRenderedComponent<TrainingGroup> group = Show(session);
        await session.StepEpochAsync();
        group.WaitForAssertion(() => Assert.Equal((SessionState.Paused, 4), (session.View.State, session.View.Clock.Batch)), TimeSpan.FromSeconds(20));

        group.Find("[data-testid=setting-device] select").Change(s_card);

        group.WaitForAssertion(() => Assert.Equal("library 1.2 · driver 570.86 · 24.0 GiB", Facts(group)));
        Edit edit = Assert.Single(session.View.Edits);
        Assert.Equal((4, TrainingSpec.DeviceSetting, s_card), (edit.Batch, edit.Setting, DeviceId.Of(edit.New)));
        Assert.Equal((1, s_card), (session.View.Generation, session.View.Spec.Training.Device));

        await session.ResetAsync();
        group.WaitForAssertion(() => Assert.Equal(s_card, Chosen(group)));
        Assert.Equal((2, s_card), (session.View.Generation, session.View.InitialSpec.Training.Device));
    }

    [Fact]
    public void Device_WithoutRoom_IsRefusedInASentenceAndTheFieldShowsTheFormerOne()
    {
        Session session = _card.Open();
        IRenderedComponent<TrainingGroup> group = Show(session);
        _card.RefusesNetworks = true;

        group.Find("[data-testid=setting-device] select").Change(s_card);

        group.WaitForAssertion(() => Assert.Equal(TestCard.Full, group.Find(".alert-line .sentence").TextContent));
        group.WaitForAssertion(() => Assert.Equal(("cpu", "managed engine · memory of the machine"), (Chosen(group), Facts(group))));
        Assert.Null(session.View.Spec.Training.Device);
        Assert.Empty(session.View.Edits);
    }

    [Fact]
    public void Threads_OnADeviceWithoutThem_StayInTheirPlaceButCannotBeChanged()
    {
        IRenderedComponent<TrainingGroup> group = Show(_card.Open());
        Assert.False(group.Find("[data-testid=threads] input").HasAttribute("disabled"));

        group.Find("[data-testid=setting-device] select").Change(s_card);

        group.WaitForAssertion(() => Assert.True(group.Find("[data-testid=threads] input").HasAttribute("disabled")));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _sessions.ForEach(session => session.Dispose());
    }

    /// <summary>As the page does: the group is shown anew when the desk or the session has changed.</summary>
    private IRenderedComponent<TrainingGroup> Show(Session session)
    {
        _sessions.Add(session);
        LabDesk desk = new(session);
        IRenderedComponent<TrainingGroup> group = Render<TrainingGroup>(parameters => parameters.Add(shown => shown.Desk, desk));
        desk.Changed += () => group.InvokeAsync(() => group.Render());
        session.Changed += () => group.InvokeAsync(() => group.Render());
        return group;
    }

    private static string Facts(IRenderedComponent<TrainingGroup> group) => group.Find("[data-testid=device-facts]").TextContent;

    private static string? Chosen(IRenderedComponent<TrainingGroup> group) => group.Find("[data-testid=setting-device] option[selected]").GetAttribute("value");
}
