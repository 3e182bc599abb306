using System.Buffers.Binary;
using Bunit;
using PruningLab.Components.Controls;
using PruningLab.Components.Panels;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;
using static PruningLab.Components.Tests.Fakes.GroupActions;

namespace PruningLab.Components.Tests;

public sealed class DataGroupTests : BunitContext
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruninglab-test-").FullName;
    private readonly DataCatalogue _catalogue;
    private readonly Session _session;
    private readonly LabDesk _desk;

    public DataGroupTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        JSInterop.SetupModule().SetupModule("create", _ => true);
        File.WriteAllText(Path.Combine(_folder, "flowers.csv"), "length,width,kind\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}.5,{i % 7},{(i % 2 == 0 ? "rose" : "lily")}\n")));
        WritePictures("train", 8);
        WritePictures("t10k", 4);
        _catalogue = new DataCatalogue(_folder, _folder, _folder);
        _session = new Session("data", SmallSession.Spec with { Data = new DataSpec { Source = "upload-flowers", Window = 3 } }, new CatalogueWindowSource(_catalogue), new DeviceBackend(new ManagedBackend(), new TestCard()));
        _desk = new LabDesk(_session);
    }

    private DataSpec Data => _session.View.Spec.Data;

    [Fact]
    public void Source_Pictures_SetsANetworkForThemAndSaysSo()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();

        Choose(group, "data-source", DataSpec.Mnist);

        group.WaitForAssertion(() => Assert.Equal(DataSpec.Mnist, Data.Source));
        Assert.Equal(NetworkKind.Mlp, _session.View.Spec.Network.Kind);
        Assert.Equal(60, _session.View.Spec.Training.BatchSize);
        Assert.Equal(8, _session.View.Data.TrainCount);
        group.WaitForAssertion(() => Assert.Contains("LeNet-300-100 was set", group.Find("[data-testid=data-suggestion]").TextContent, StringComparison.Ordinal));
        Assert.Contains("one row of all pixels", group.Find("[data-testid=data-pictures]").TextContent, StringComparison.Ordinal);
        Assert.All(["data-window", "data-horizon"], id => Assert.True(group.Find($"[data-testid={id}] input").HasAttribute("disabled")));
        Assert.Equal("1", group.Find("[data-testid=data-window] input").GetAttribute("value"));
        Assert.Empty(group.FindAll("[data-testid=data-target]"));
        Assert.Empty(group.FindAll("[data-testid=data-share]"));
    }

    [Fact]
    public async Task Source_WithATrainingOfItsOwn_LeavesTheDevice()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        await _session.RetuneAsync(TrainingSpec.DeviceSetting, DeviceId.Number(TestCard.Device.Id));

        Choose(group, "data-source", DataSpec.Mnist);

        group.WaitForAssertion(() => Assert.Equal(DataSpec.Mnist, Data.Source));
        Assert.Equal((60, TestCard.Device.Id), (_session.View.Spec.Training.BatchSize, _session.View.Spec.Training.Device));
    }

    [Fact]
    public void Samples_Typed_TakePartOfThePictures()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Choose(group, "data-source", DataSpec.MnistRows);
        Change(group, "[data-testid=data-samples] input", "4");

        group.WaitForAssertion(() => Assert.Equal(4, Data.MaxSamples));
        Assert.Equal((4, 2), (_session.View.Data.TrainCount, _session.View.Data.TestCount));
        Assert.Equal((NetworkKind.Lstm, 128), (_session.View.Spec.Network.Kind, _session.View.Spec.Network.HiddenUnits));
        group.WaitForAssertion(() => Assert.Contains(group.FindAll(".data-note"), note => note.TextContent.Contains("4 of 8 training pictures", StringComparison.Ordinal)));
    }

    [Fact]
    public void Source_BackToATable_ForgetsWhatPicturesBrought()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Choose(group, "data-source", DataSpec.Mnist);
        Change(group, "[data-testid=data-samples] input", "4");
        group.WaitForAssertion(() => Assert.Equal(4, Data.MaxSamples));

        Choose(group, "data-source", "upload-flowers");

        group.WaitForAssertion(() => Assert.Equal("upload-flowers", Data.Source));
        Assert.Equal((0, 3), (Data.MaxSamples, Data.Window));
        group.WaitForElement("[data-testid=data-target]");
        Assert.Empty(group.FindAll("[data-testid=data-suggestion]"));
    }

    [Fact]
    public void Targets_Checked_ArePredictedTogether()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Change(group, "[data-testid=targets] input", true);

        group.WaitForAssertion(() => Assert.Equal(["length", "width"], Data.Targets));
        Assert.Equal(2, _session.View.Data.Outputs);
        group.WaitForAssertion(() => Assert.Equal("2 of 2", group.Find("[data-testid=targets] summary span").TextContent));
    }

    [Fact]
    public void Horizon_Zero_TakesTheTargetFromTheFeatures()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Change(group, "[data-testid=data-horizon] input", "0");

        group.WaitForAssertion(() => Assert.Equal(0, Data.Horizon));
        Assert.Equal(["length"], _session.View.Data.FeatureNames);
        group.WaitForAssertion(() => Assert.Equal("1 of 1", group.Find("[data-testid=features] summary span").TextContent));
        Assert.Equal("target, same row", group.Find("[data-testid=data-target] label").TextContent);
    }

    [Fact]
    public void Task_Class_PredictsTheWordsOfAColumn()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Change(group, "[data-testid=data-task] input[value=Classification]", "on");

        group.WaitForAssertion(() => Assert.Equal(TaskKind.Classification, Data.Task));
        Assert.Equal(["lily", "rose"], _session.View.Data.ClassNames);
        group.WaitForAssertion(() => Assert.Equal(["kind", "width"], group.FindAll("[data-testid=data-target] option").Select(option => option.TextContent)));
        Assert.Empty(group.FindAll("[data-testid=targets]"));

        Choose(group, "data-target", "width");
        group.WaitForAssertion(() => Assert.Equal(7, _session.View.Data.Outputs));
    }

    [Fact]
    public void Shuffle_NeedsSeparateRowsAndGoesWhenTheyAreNot()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Assert.True(group.WaitForElement("[data-testid=data-shuffle] input").HasAttribute("disabled"));
        Assert.Contains("with a window of 1 and a horizon of 0", group.Find("[data-testid=data-shuffle]").GetAttribute("title"), StringComparison.Ordinal);

        Change(group, "[data-testid=data-horizon] input", "0");
        group.WaitForAssertion(() => Assert.Equal(0, Data.Horizon));
        Change(group, "[data-testid=data-window] input", "1");
        group.WaitForAssertion(() => Assert.False(group.Find("[data-testid=data-shuffle] input").HasAttribute("disabled")));
        Change(group, "[data-testid=data-shuffle] input", true);
        group.WaitForAssertion(() => Assert.True(Data.ShuffleRows));

        Change(group, "[data-testid=data-window] input", "2");

        group.WaitForAssertion(() => Assert.Equal((2, false), (Data.Window, Data.ShuffleRows)));
    }

    [Fact]
    public void LastTarget_TakenAway_IsRefusedInASentence()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Change(group, "[data-testid=targets] label:nth-of-type(2) input", false);

        group.WaitForAssertion(() => Assert.Contains("needs at least one target", group.Find(".sentence").TextContent, StringComparison.Ordinal));
        Assert.Empty(Data.Targets);
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

    private static void Choose(IRenderedComponent<DataGroup> group, string id, string value) => Change(group, $"[data-testid={id}] select", value);

    private IRenderedComponent<DataGroup> RenderGroup()
    {
        IRenderedComponent<DataGroup> group = Render<DataGroup>(parameters => parameters
            .Add(component => component.Desk, _desk)
            .Add(component => component.Catalogue, _catalogue));
        _desk.Changed += () => group.InvokeAsync(() => group.Render());
        return group;
    }

    private void WritePictures(string part, int count)
    {
        byte[] pictures = new byte[16 + (count * 4)];
        byte[] labels = new byte[8 + count];
        (pictures[2], pictures[3], pictures[11], pictures[15]) = (8, 3, 2, 2);
        (labels[2], labels[3]) = (8, 1);
        BinaryPrimitives.WriteInt32BigEndian(pictures.AsSpan(4), count);
        BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4), count);
        for (int i = 0; i < count; i++)
        {
            pictures[16 + (4 * i)] = (byte)(20 * i);
            labels[8 + i] = (byte)(i % 10);
        }

        File.WriteAllBytes(Path.Combine(_folder, $"{part}-images-idx3-ubyte"), pictures);
        File.WriteAllBytes(Path.Combine(_folder, $"{part}-labels-idx1-ubyte"), labels);
    }
}
