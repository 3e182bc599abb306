using Bunit;
using PruningLab.Components.Controls;

namespace PruningLab.Components.Tests;

public sealed class SliderFieldTests : BunitContext
{
    private readonly List<double> _dragged = [];
    private readonly List<double> _committed = [];

    [Fact]
    public void Render_Labelled_BothInputsAreNamed()
    {
        IRenderedComponent<SliderField> field = RenderField();

        AngleSharp.Dom.IElement label = field.Find("label");
        Assert.Equal(label.GetAttribute("for"), field.Find("input[type=number]").Id);
        Assert.Equal(label.Id, field.Find("input[type=range]").GetAttribute("aria-labelledby"));
        Assert.Equal("min", field.Find("label sub").TextContent);
        Assert.Equal("live", field.Find(".pl-badge").TextContent);
    }

    [Fact]
    public void Drag_NotReleased_ShowsTheNumberAndCommitsNothing()
    {
        IRenderedComponent<SliderField> field = RenderField();

        field.Find("input[type=range]").Input("0.5");

        Assert.Equal("0.5", field.Find("input[type=number]").GetAttribute("value"));
        Assert.Equal([0.5], _dragged);
        Assert.Empty(_committed);
    }

    [Fact]
    public void Drag_PageRendersMeanwhile_KeepsTheDraggedNumber()
    {
        IRenderedComponent<SliderField> field = RenderField();
        field.Find("input[type=range]").Input("0.5");

        field.Render(parameters => parameters.Add(component => component.Value, 0.3));

        Assert.Equal("0.5", field.Find("input[type=range]").GetAttribute("value"));
    }

    [Fact]
    public void Release_CommitsOnceAndShowsThePagesValueAgain()
    {
        IRenderedComponent<SliderField> field = RenderField();
        field.Find("input[type=range]").Input("0.5");

        field.Find("input[type=range]").Change("0.5");

        Assert.Equal([0.5], _committed);
        Assert.Equal("0.3", field.Find("input[type=number]").GetAttribute("value"));
    }

    [Theory]
    [InlineData("2", "must be a number from 0 to 1")]
    [InlineData("many", "must be a number from 0 to 1")]
    [InlineData("", "must be a number from 0 to 1")]
    public void Type_WhatDoesNotFit_SaysWhyAndCommitsNothing(string text, string sentence)
    {
        IRenderedComponent<SliderField> field = RenderField();

        field.Find("input[type=number]").Change(text);

        Assert.Contains(sentence, field.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", field.Find("input[type=number]").GetAttribute("aria-invalid"));
        Assert.Empty(_committed);
    }

    [Fact]
    public void Type_ANumberAfterAFault_CommitsAndTakesTheSentenceAway()
    {
        IRenderedComponent<SliderField> field = RenderField();
        field.Find("input[type=number]").Change("2");

        field.Find("input[type=number]").Change("0,25");

        Assert.Equal([0.25], _committed);
        Assert.Empty(field.FindAll("[role=alert]"));
    }

    [Fact]
    public void Render_PageRendersWithNothingNew_RendersNotAgain()
    {
        IRenderedComponent<SliderField> field = RenderField();
        int before = field.RenderCount;

        for (int frame = 0; frame < 10; frame++)
        {
            field.Render(parameters => parameters.Add(component => component.OnCommit, value => _committed.Add(value + frame)));
        }

        Assert.Equal(before, field.RenderCount);
    }

    [Fact]
    public void Render_NewValue_RendersOnce()
    {
        IRenderedComponent<SliderField> field = RenderField();
        int before = field.RenderCount;

        field.Render(parameters => parameters.Add(component => component.Value, 0.6));

        Assert.Equal(before + 1, field.RenderCount);
        Assert.Equal("0.6", field.Find("input[type=range]").GetAttribute("value"));
    }

    private IRenderedComponent<SliderField> RenderField() => Render<SliderField>(parameters => parameters
        .Add(component => component.Label, "least sparsity")
        .Add(component => component.Symbol, "s_min")
        .Add(component => component.Value, 0.3)
        .Add(component => component.Live, true)
        .Add(component => component.OnInput, _dragged.Add)
        .Add(component => component.OnCommit, _committed.Add));
}
