using Bunit;
using PruningLab.Components.Controls;

namespace PruningLab.Components.Tests;

public sealed class FieldTests : BunitContext
{
    private static readonly Choice[] s_choices = [new("rnn", "RNN"), new("lstm", "LSTM", "Long short-term memory")];

    [Theory]
    [InlineData("30", null, 30d)]
    [InlineData("30.5", "window must be a whole number from 1 to 365.", null)]
    [InlineData("0", "window must be a number from 1 to 365, and 0 is not.", null)]
    [InlineData("400", "window must be a number from 1 to 365, and 400 is not.", null)]
    public void NumberField_Typed_CommitsWhatFits(string text, string? sentence, double? committed)
    {
        double? got = null;
        IRenderedComponent<NumberField> field = Render<NumberField>(parameters => parameters
            .Add(component => component.Label, "window")
            .Add(component => component.Value, 14)
            .Add(component => component.Min, 1)
            .Add(component => component.Max, 365)
            .Add(component => component.WholeNumbers, true)
            .Add(component => component.OnCommit, value => got = value));

        field.Find("input").Change(text);

        Assert.Equal(committed, got);
        Assert.Equal(sentence, field.FindAll("[role=alert]").SingleOrDefault()?.TextContent);
    }

    [Fact]
    public void ChoiceField_Changed_CommitsTheValue()
    {
        string? got = null;
        IRenderedComponent<ChoiceField> field = Render<ChoiceField>(parameters => parameters
            .Add(component => component.Label, "network")
            .Add(component => component.Value, "rnn")
            .Add(component => component.Choices, s_choices)
            .Add(component => component.OnCommit, value => got = value));

        field.Find("select").Change("lstm");

        Assert.Equal("lstm", got);
        Assert.Equal(field.Find("select").Id, field.Find("label").GetAttribute("for"));
    }

    [Fact]
    public void SegmentedButtons_Render_IsARadioGroupWithOneChosen()
    {
        string? got = null;
        IRenderedComponent<SegmentedButtons> buttons = Render<SegmentedButtons>(parameters => parameters
            .Add(component => component.Label, "network")
            .Add(component => component.Value, "rnn")
            .Add(component => component.Choices, s_choices)
            .Add(component => component.OnCommit, value => got = value));

        Assert.Equal("network", buttons.Find("[role=radiogroup]").GetAttribute("aria-label"));
        Assert.Equal("rnn", Assert.Single(buttons.FindAll("input[checked]")).GetAttribute("value"));
        buttons.Find("input[value=lstm]").Change("lstm");
        Assert.Equal("lstm", got);
    }

    [Fact]
    public void ToggleField_Changed_CommitsTheState()
    {
        bool? got = null;
        IRenderedComponent<ToggleField> field = Render<ToggleField>(parameters => parameters
            .Add(component => component.Label, "shuffle")
            .Add(component => component.Value, true)
            .Add(component => component.OnCommit, value => got = value));

        field.Find("input[role=switch]").Change(false);

        Assert.False(got);
    }

    [Fact]
    public void TransportButton_Pressed_CallsAndNamesItsKey()
    {
        int pressed = 0;
        IRenderedComponent<TransportButton> button = Render<TransportButton>(parameters => parameters
            .Add(component => component.Label, "Play")
            .Add(component => component.Icon, "play-fill")
            .Add(component => component.KeyName, "space")
            .Add(component => component.KeyShortcut, "Space")
            .Add(component => component.OnPress, () => pressed++));

        button.Find("button").Click();

        Assert.Equal(1, pressed);
        Assert.Equal("Play", button.Find("button").GetAttribute("aria-label"));
        Assert.Equal("Play (space)", button.Find("button").GetAttribute("title"));
        Assert.Equal("Space", button.Find("button").GetAttribute("aria-keyshortcuts"));
    }

    [Theory]
    [InlineData(AlertKind.Error, "alert")]
    [InlineData(AlertKind.Notice, "status")]
    public void SentenceAlert_WithASentence_HasTheRoleOfItsKind(AlertKind kind, string role)
    {
        IRenderedComponent<SentenceAlert> alert = Render<SentenceAlert>(parameters => parameters
            .Add(component => component.Sentence, "It stopped.")
            .Add(component => component.Kind, kind));

        Assert.Equal(role, alert.Find(".alert-line").GetAttribute("role"));
        Assert.Equal("It stopped.", alert.Find(".sentence").TextContent);
        Assert.Empty(alert.FindAll("button"));
    }

    [Fact]
    public void SentenceAlert_WithoutASentence_ShowsNothing()
    {
        IRenderedComponent<SentenceAlert> alert = Render<SentenceAlert>(parameters => parameters.Add(component => component.Sentence, null));

        Assert.Empty(alert.Nodes);
    }

    [Fact]
    public void LiveRegion_SameText_RendersNotAgain()
    {
        IRenderedComponent<LiveRegion> region = Render<LiveRegion>(parameters => parameters.Add(component => component.Text, "Training runs."));
        int before = region.RenderCount;

        region.Render(parameters => parameters.Add(component => component.Text, "Training runs."));

        Assert.Equal(before, region.RenderCount);
        Assert.Equal("polite", region.Find("[role=status]").GetAttribute("aria-live"));
    }
}
