using System.Globalization;
using Bunit;
using PruningLab.Components.Controls;
using PruningLab.Components.Panels;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Data;
using PruningLab.Engine.Data.Features;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Sessions;
using static PruningLab.Components.Tests.Fakes.GroupActions;

namespace PruningLab.Components.Tests;

/// <summary>The made features in the data panel, on a table of 60 days.</summary>
public sealed class FeatureFieldsTests : BunitContext
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruninglab-test-").FullName;
    private readonly DataCatalogue _catalogue;
    private readonly Session _session;
    private readonly LabDesk _desk;

    public FeatureFieldsTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        JSInterop.SetupModule().SetupModule("create", _ => true);
        File.WriteAllText(Path.Combine(_folder, "days.csv"), "date,rain,heat,sky\n" + string.Concat(Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"{new DateTime(2021, 1, 1).AddDays(i):yyyy-MM-dd},{i % 7}.25,{20 + Math.Sin(i / 3.0):0.000},{(i % 3 == 0 ? "grey" : "blue")}\n"))));
        File.WriteAllText(Path.Combine(_folder, "plain.csv"), "a,b\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}.5,{i * i}.5\n")));
        _catalogue = new DataCatalogue(_folder, _folder, _folder);
        _session = new Session("made", SmallSession.Spec with { Data = new DataSpec { Source = "upload-days", Window = 3 } }, new CatalogueWindowSource(_catalogue), new ManagedBackend());
        _desk = new LabDesk(_session);
    }

    private DataSpec Data => _session.View.Spec.Data;

    [Fact]
    public void Switch_On_MakesFeaturesOfTheTableAndOffTakesThemAway()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Assert.Equal("off", group.WaitForElement("[data-testid=data-made] summary span").TextContent);
        Assert.Empty(group.FindAll("[data-testid=made-lags]"));

        Change(group, "[data-testid=made-on] input", true);

        group.WaitForAssertion(() => Assert.Equal(new FeatureSpec(), Data.Engineering));
        string[] made = [.. _session.View.Data.FeatureNames.Skip(2)];
        Assert.Contains("heat mean 7", made);
        Assert.Contains("sky=blue", made);
        Assert.Contains("day of week", made);
        group.WaitForAssertion(() => Assert.Equal(made.Length.ToString(CultureInfo.InvariantCulture), group.Find("[data-testid=data-made] summary span").TextContent));
        // They may be chosen as features one by one, but never be targets.
        Assert.Equal($"{made.Length + 2} of {made.Length + 2}", group.Find("[data-testid=features] summary span").TextContent);
        Assert.Equal(["rain", "heat"], group.FindAll("[data-testid=data-target] option").Select(option => option.TextContent));
        Assert.Equal("1 of 2", group.Find("[data-testid=targets] summary span").TextContent);

        Change(group, "[data-testid=made-on] input", false);

        group.WaitForAssertion(() => Assert.Null(Data.Engineering));
        Assert.Equal(["rain", "heat"], _session.View.Data.FeatureNames);
    }

    [Fact]
    public void Fields_EachOne_ChangesItsPart()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Change(group, "[data-testid=made-on] input", true);
        Change(group, "[data-testid=made-calendar] input", false);
        group.WaitForAssertion(() => Assert.False(Data.Engineering!.Calendar));
        Change(group, "[data-testid=made-lags] input", "2");
        group.WaitForAssertion(() => Assert.Equal(2, Data.Engineering!.MaxLags));
        Change(group, "[data-testid=made-rolling] input", "3, 5");
        group.WaitForAssertion(() => Assert.Equal([3, 5], Data.Engineering!.Rolling));
        Change(group, "[data-testid=made-words] input", false);
        group.WaitForAssertion(() => Assert.False(Data.Engineering!.OneHot));
        Change(group, "[data-testid=made-lag-list] input", "4 9");

        group.WaitForAssertion(() => Assert.Equal(
            ["rain", "heat", "heat lag 4", "heat lag 9", "heat mean 3", "heat std 3", "heat mean 5", "heat std 5"], _session.View.Data.FeatureNames));
        group.WaitForAssertion(() => Assert.True(group.Find("[data-testid=made-lags] input").HasAttribute("disabled")));
    }

    [Fact]
    public void Target_Changed_MakesFeaturesOfThatTarget()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Change(group, "[data-testid=made-on] input", true);
        group.WaitForAssertion(() => Assert.Contains("heat std 7", _session.View.Data.FeatureNames));
        Change(group, "[data-testid=features] label:nth-of-type(1) input", false);
        group.WaitForAssertion(() => Assert.DoesNotContain("rain", _session.View.Data.FeatureNames));

        Change(group, "[data-testid=data-target] select", "rain");

        group.WaitForAssertion(() => Assert.Contains("rain lag 7", _session.View.Data.FeatureNames));
        Assert.DoesNotContain("heat std 7", _session.View.Data.FeatureNames);
    }

    [Fact]
    public void Leads_OfTheTarget_WarnLoudly()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Change(group, "[data-testid=made-on] input", true);
        group.WaitForElement("[data-testid=made-leads]");
        Assert.Empty(group.FindAll("[data-testid=made-leak]"));

        Change(group, "[data-testid=made-leads] select", nameof(LeadKind.Target));

        group.WaitForAssertion(() => Assert.Contains("heat lead 1 (leaks)", _session.View.Data.FeatureNames));
        group.WaitForAssertion(() => Assert.Contains("errors are no results", group.Find("[data-testid=made-leak]").TextContent, StringComparison.Ordinal));
        group.WaitForAssertion(() => Assert.Contains(group.FindAll(".data-note"), note => note.TextContent.Contains("LEAKS THE FUTURE", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("made-rolling", "7 1", "from 2 to 10,000")]
    [InlineData("made-rolling", "seven", "from 2 to 10,000")]
    [InlineData("made-lag-list", "3 3", "named twice")]
    public void Rows_ThatCannotBe_AreRefusedUnderTheField(string field, string text, string part)
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Change(group, "[data-testid=made-on] input", true);

        Change(group, $"[data-testid={field}] input", text);

        group.WaitForAssertion(() => Assert.Contains(part, group.Find($"[data-testid={field}] .pl-fault").TextContent, StringComparison.Ordinal));
        Assert.Equal(new FeatureSpec(), Data.Engineering);
    }

    [Fact]
    public void Reach_BeyondTheTrainingPart_IsASentenceAndTheFieldsStay()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Change(group, "[data-testid=made-on] input", true);

        Change(group, "[data-testid=made-rolling] input", "59");

        group.WaitForAssertion(() => Assert.Contains("reach back 58 rows", group.Find(".sentence").TextContent, StringComparison.Ordinal));
        Assert.NotEmpty(group.FindAll("[data-testid=made-rolling]"));
        Change(group, "[data-testid=made-rolling] input", "6");
        group.WaitForAssertion(() => Assert.Contains("heat mean 6", _session.View.Data.FeatureNames));
    }

    [Fact]
    public void Source_Changed_ForgetsTheMadeFeatures()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Change(group, "[data-testid=made-on] input", true);
        group.WaitForAssertion(() => Assert.NotNull(Data.Engineering));

        Change(group, "[data-testid=data-source] select", "upload-plain");

        group.WaitForAssertion(() => Assert.Equal("upload-plain", Data.Source));
        Assert.Null(Data.Engineering);
        Assert.Equal(["a", "b"], _session.View.Data.FeatureNames);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _session.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private IRenderedComponent<DataGroup> RenderGroup()
    {
        IRenderedComponent<DataGroup> group = Render<DataGroup>(parameters => parameters
            .Add(component => component.Desk, _desk)
            .Add(component => component.Catalogue, _catalogue));
        _desk.Changed += () => group.InvokeAsync(() => group.Render());
        return group;
    }
}
