using Bunit;
using PruningLab.Components.Panels;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Sessions;
using static PruningLab.Components.Tests.Fakes.GroupActions;

namespace PruningLab.Components.Tests;

/// <summary>The distillation column, the validation part and the parts of changing data in the panel.</summary>
public sealed class ChangingDataTests : BunitContext
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruninglab-test-").FullName;
    private readonly Session _session;
    private readonly LabDesk _desk;
    private readonly DataCatalogue _catalogue;

    public ChangingDataTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        JSInterop.SetupModule().SetupModule("create", _ => true);
        File.WriteAllText(Path.Combine(_folder, "waves.csv"), "x,y,kind\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"{i % 11}.5,{i % 7},{"abcd"[i % 4]}\n")));
        _catalogue = new DataCatalogue(_folder, _folder, _folder);
        _session = new Session("data", SmallSession.Spec with { Data = new DataSpec { Source = "upload-waves", Window = 3 } }, new CatalogueWindowSource(_catalogue), new ManagedBackend());
        _desk = new LabDesk(_session);
    }

    private DataSpec Data => _session.View.Spec.Data;

    [Fact]
    public void Column_NotSupplied_SaysWhereItIsToBeHad()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Assert.Empty(group.FindAll("[data-testid=data-get]"));
        Assert.Contains("Distillation column (DaISy) (to be fetched)", group.FindAll("[data-testid=data-source] option").Select(option => option.TextContent));

        Choose(group, "data-source", DataSpec.Distillation);

        group.WaitForAssertion(() => Assert.Equal("https://homes.esat.kuleuven.be/~smc/daisy/", group.Find("[data-testid=data-get] a").GetAttribute("href")));
        Assert.Empty(group.FindAll("[data-testid=data-noise]"));
        group.WaitForAssertion(() => Assert.Contains($"put destill.dat into the folder {_folder}", _desk.FaultAt("data"), StringComparison.Ordinal));
        Assert.Equal("upload-waves", Data.Source);
    }

    [Fact]
    public void Column_Chosen_SetsThePapersExperimentAndOffersNoise()
    {
        WriteColumn();
        IRenderedComponent<DataGroup> group = RenderGroup();
        Choose(group, "data-source", "upload-destill");

        group.WaitForAssertion(() => Assert.Equal("upload-destill", Data.Source));
        Assert.Equal((5, 3), (_session.View.Data.FeatureCount, _session.View.Data.Outputs));
        Assert.Equal([5, 5, 5], _session.View.Spec.Network.Mlp.HiddenLayers);
        Assert.Equal(6, _session.View.Spec.Training.Patience);
        group.WaitForAssertion(() => Assert.Contains("90 connections", group.Find("[data-testid=data-suggestion]").TextContent, StringComparison.Ordinal));
        group.WaitForAssertion(() => Assert.Contains("63 train · 13 validate · 14 test", group.Markup, StringComparison.Ordinal));
        double clean = _session.View.Data.Inputs(0)[0];

        Choose(group, "data-noise", "30");

        group.WaitForAssertion(() => Assert.Equal(30, Data.NoisePercent));
        Assert.NotEqual(clean, _session.View.Data.Inputs(0)[0]);
        group.WaitForAssertion(() => Assert.Contains(group.FindAll(".data-note"), note => note.TextContent.Contains("30 % of additive white noise", StringComparison.Ordinal)));

        Choose(group, "data-source", "upload-waves");

        group.WaitForAssertion(() => Assert.Equal("upload-waves", Data.Source));
        Assert.Equal(new DataSpec { Source = "upload-waves" }.ValidationShare, Data.ValidationShare);
        Assert.Equal((0, 30, 1), (Data.NoisePercent, Data.Window, Data.Horizon));
    }

    [Fact]
    public void ValidationShare_Typed_GivesAPartOfItsOwn()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Assert.Equal("off", group.Find("[data-testid=data-validation] .unit").TextContent);

        Change(group, "[data-testid=data-validation] input", "10");

        group.WaitForAssertion(() => Assert.Equal(0.1, Data.ValidationShare));
        Assert.Equal(12, _session.View.Data.ValidationCount);
        group.WaitForAssertion(() => Assert.Contains("12 validate", group.Markup, StringComparison.Ordinal));

        Change(group, "[data-testid=data-validation] input", "20");

        group.WaitForAssertion(() => Assert.Contains("no row to test", _desk.FaultAt("data"), StringComparison.Ordinal));
    }

    [Fact]
    public void Stages_Typed_OfferTheNextPartWhichComesAtOnce()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Assert.Empty(group.FindAll("[data-testid=next-stage]"));
        Assert.Empty(group.FindAll("[data-testid=data-stage-epochs]"));
        Change(group, "[data-testid=data-stages] input", "3");
        group.WaitForAssertion(() => Assert.Equal("part 1 of 3", group.Find("[data-testid=data-stage]").TextContent));
        Assert.Equal("by hand", group.Find("[data-testid=data-stage-epochs] .unit").TextContent);
        Assert.Empty(group.FindAll("[data-testid=data-stage-kind]"));

        Press(group, "[data-testid=next-stage]");

        group.WaitForAssertion(() => Assert.Equal("part 2 of 3", Part(group)));
        Assert.Equal(1, _session.View.Data.Stage);
        Assert.Equal("stage", Assert.Single(_session.View.Edits).Setting);
        Press(group, "[data-testid=next-stage]");
        group.WaitForAssertion(() => Assert.Equal("part 3 of 3", Part(group)));
        Assert.Empty(group.FindAll("[data-testid=next-stage]"));
    }

    [Fact]
    public void StageKind_OfAClassification_LetsClassesArrive()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Change(group, "[data-testid=data-task] input[value=Classification]", "on");
        group.WaitForAssertion(() => Assert.Equal(TaskKind.Classification, Data.Task));
        Change(group, "[data-testid=data-stages] input", "2");
        group.WaitForAssertion(() => Assert.Equal(2, Data.Stages));
        Change(group, "[data-testid=data-stage-kind] input[value=Classes]", "on");
        group.WaitForAssertion(() => Assert.Equal(StageKind.Classes, Data.StageKind));
        Change(group, "[data-testid=data-stage-epochs] input", "5");

        group.WaitForAssertion(() => Assert.Equal(5, Data.StageEpochs));
        Assert.Equal(["a", "b", "c", "d"], _session.View.Data.ClassNames);
        Assert.Equal(2, _session.View.Data.Stages.Count);
        group.WaitForAssertion(() => Assert.Contains(group.FindAll(".data-note"), note => note.TextContent == "The classes arrive in 2 parts: a, b; c, d."));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _session.Dispose();
            Directory.Delete(_folder, true);
        }
    }

    private static string Part(IRenderedComponent<DataGroup> group) => group.Find("[data-testid=data-stage]").TextContent;

    private static void Choose(IRenderedComponent<DataGroup> group, string id, string value) => Change(group, $"[data-testid={id}] select", value);

    private static void Press(IRenderedComponent<DataGroup> group, string selector)
    {
        group.WaitForElement(selector);
        _ = group.InvokeAsync(() => group.Find(selector).Click());
    }

    private void WriteColumn() => File.WriteAllText(
        Path.Combine(_folder, "destill.dat"),
        string.Concat(Enumerable.Range(1, 90).Select(line => string.Join('\t', Enumerable.Range(1, 33)
            .Select(column => (column == 1 ? line : Math.Sin(line * column) + column).ToString("e12", System.Globalization.CultureInfo.InvariantCulture))) + "\n")));

    private IRenderedComponent<DataGroup> RenderGroup()
    {
        IRenderedComponent<DataGroup> group = Render<DataGroup>(parameters => parameters.Add(g => g.Desk, _desk).Add(g => g.Catalogue, _catalogue));
        _desk.Changed += () => group.InvokeAsync(() => group.Render());
        _session.Changed += () => group.InvokeAsync(() => group.Render());
        return group;
    }
}
