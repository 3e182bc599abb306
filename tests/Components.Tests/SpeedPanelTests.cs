using AngleSharp.Dom;
using Bunit;
using PruningLab.Components.Interop;
using PruningLab.Components.Panels;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Sessions;

namespace PruningLab.Components.Tests;

public sealed class SpeedPanelTests : BunitContext
{
    private readonly Session _session = SmallSession.Create();
    private readonly IRenderedComponent<SpeedPanel> _panel;

    public SpeedPanelTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        JSInterop.SetupModule(JsModule.Path("speed")).Mode = JSRuntimeMode.Loose;
        LabDesk desk = new(_session);
        _panel = Render<SpeedPanel>(parameters => parameters.Add(panel => panel.Desk, desk));
        desk.Changed += () => _panel.InvokeAsync(() => _panel.Render());
    }

    [Fact]
    public void Measure_Pressed_AsksTheSessionWithTheCurve()
    {
        Button().Click();

        _panel.WaitForAssertion(() => Assert.NotNull(_session.View.Speed), TimeSpan.FromSeconds(20));
        Assert.Equal("", _session.View.Speed!.Sentence);
        Assert.True(_session.View.Speed.Dense > 0 && _session.View.Speed.Sparse > 0);
        _panel.WaitForAssertion(() => Assert.False(Button().HasAttribute("disabled")));
    }

    [Fact]
    public void Probing_Chosen_IsTheSessionsAndOffTakesTheButtonAway()
    {
        Assert.Equal(["off", "onRequest", "regularly"], _panel.FindAll("[data-testid=speed-probing] option").Select(option => option.GetAttribute("value")));

        _panel.Find("[data-testid=speed-probing] select").Change("off");

        _panel.WaitForAssertion(() => Assert.Equal(SpeedProbing.Off, _session.View.SpeedProbing));
        _panel.WaitForAssertion(() => Assert.True(Button().HasAttribute("disabled")));
        _panel.Find("[data-testid=speed-probing] select").Change("regularly");
        _panel.WaitForAssertion(() => Assert.Equal(SpeedProbing.Regularly, _session.View.SpeedProbing));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _session.Dispose();
    }

    private IElement Button() => _panel.Find("[data-testid=speed-measure]");
}
