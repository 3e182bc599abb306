using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using PruningLab.Components.Panels;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Sessions;

namespace PruningLab.Components.Tests;

public sealed class DeviceDialogTests : BunitContext
{
    private static readonly string s_card = TestCard.Device.Id;
    private readonly TestCard _card = new();
    private readonly Session _session;
    private readonly IRenderedComponent<DeviceDialog> _dialog;

    public DeviceDialogTests()
    {
        _session = _card.Open();
        LabDesk desk = new(_session);
        _dialog = Render<DeviceDialog>(parameters => parameters.Add(shown => shown.Desk, desk));
        desk.Changed += () => _dialog.InvokeAsync(() => _dialog.Render());
        _session.Changed += () => _dialog.InvokeAsync(() => _dialog.Render());
    }

    [Fact]
    public void Compare_Pressed_ShowsTheMeasuredTimesAndTheReportsSentence()
    {
        Assert.Equal("Not compared yet for this network and batch size.", Verdict());
        Assert.Equal(["–", "–"], _dialog.FindAll(".time").Select(time => time.TextContent));

        Compare();

        DeviceReport report = _session.View.DeviceComparison!;
        Assert.Equal(report.Sentence, Verdict());
        double longest = report.Devices.Max(time => time.Milliseconds!.Value);
        foreach (DeviceTime time in report.Devices)
        {
            Assert.Equal(DeviceTime.InWords(time.Milliseconds!.Value), Row(time.Id).QuerySelector(".time")!.TextContent);
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"width: {100 * time.Milliseconds!.Value / longest:0.0}%"), Row(time.Id).QuerySelector(".bar span")!.GetAttribute("style"));
        }

        Assert.Equal("Compare again", Button("measure-devices").TextContent);
    }

    [Fact]
    public void Compare_ADeviceWithoutRoom_SaysWhyBesideIt()
    {
        _card.RefusesNetworks = true;

        Compare();

        Assert.Equal(("–", TestCard.Full), (Row(s_card).QuerySelector(".time")!.TextContent, Row(s_card).QuerySelector(".facts")!.TextContent));
        Assert.NotEqual("–", Row(DeviceId.Cpu).QuerySelector(".time")!.TextContent);
    }

    [Fact]
    public void Use_OfAnotherDevice_MovesTheRunThere()
    {
        Assert.Equal("in use", Row(DeviceId.Cpu).QuerySelector(".action")!.TextContent.Trim());

        Row(s_card).QuerySelector("button")!.Click();

        _dialog.WaitForAssertion(() => Assert.Equal("in use", Row(s_card).QuerySelector(".action")!.TextContent.Trim()));
        Assert.Equal(s_card, _session.View.Spec.Training.Device);
        Assert.Equal("Move here", Row(DeviceId.Cpu).QuerySelector("button")!.TextContent);
    }

    [Fact]
    public void Use_OfADeviceWithoutRoom_SaysSoInTheDialogAndTheRunStays()
    {
        _card.RefusesNetworks = true;

        Row(s_card).QuerySelector("button")!.Click();

        _dialog.WaitForAssertion(() => Assert.Equal(TestCard.Full, _dialog.Find(".alert-line .sentence").TextContent));
        _dialog.WaitForAssertion(() => Assert.False(Row(s_card).QuerySelector("button")!.HasAttribute("disabled")));
        Assert.Null(_session.View.Spec.Training.Device);
    }

    [Fact]
    public async Task Speed_MeasuredOnOneDevice_IsNotShownForAnother()
    {
        await _session.MeasureSpeedAsync(curve: false);
        Assert.NotNull(_session.View.Speed);

        Row(s_card).QuerySelector("button")!.Click();

        _dialog.WaitForAssertion(() => Assert.Equal(s_card, _session.View.Spec.Training.Device));
        Assert.Null(_session.View.Speed);
        await _session.MeasureSpeedAsync(curve: false);
        Assert.Equal("Test card multiplies by pruned weights too, so no time is saved; the managed engine (CPU) leaves them out.", _session.View.Speed!.Sentence);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _session.Dispose();
    }

    private void Compare()
    {
        Button("measure-devices").Click();
        _dialog.WaitForAssertion(() => Assert.NotNull(_session.View.DeviceComparison), TimeSpan.FromSeconds(30));
        _dialog.WaitForAssertion(() => Assert.False(Button("measure-devices").HasAttribute("disabled")), TimeSpan.FromSeconds(30));
    }

    private string Verdict() => _dialog.Find("[data-testid=device-verdict]").TextContent;

    private IElement Row(string device) => _dialog.Find($"[data-device='{device}']");

    private IElement Button(string testId) => _dialog.Find($"[data-testid={testId}]");
}
