using Bunit;
using PruningLab.Components.Controls;

namespace PruningLab.Components.Tests;

public sealed class PanelTests : BunitContext
{
    [Fact]
    public void Render_TitleAndSubtitle_SectionIsNamedByItsHeading()
    {
        IRenderedComponent<Panel> panel = Render<Panel>(parameters => parameters
            .Add(component => component.Title, "Schedule")
            .Add(component => component.Subtitle, "target and achieved")
            .AddChildContent("<p>inside</p>"));

        AngleSharp.Dom.IElement heading = panel.Find("h2");
        Assert.Equal("Schedule", heading.TextContent);
        Assert.Equal(heading.Id, panel.Find("section").GetAttribute("aria-labelledby"));
        panel.Find(".subtitle").MarkupMatches("<span class=\"subtitle\" diff:ignoreAttributes>target and achieved</span>");
        Assert.Equal("inside", panel.Find(".body p").TextContent);
        Assert.Empty(panel.FindAll(".tools"));
    }
}
