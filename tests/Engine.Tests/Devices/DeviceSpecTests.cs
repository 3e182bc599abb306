using System.Text.Json;
using System.Text.Json.Nodes;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Experiments.Grids;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Devices;

/// <summary>The device in specs, records and grids: those from before there was one stay what they were.</summary>
public sealed class DeviceSpecTests
{
    [Fact]
    public void ToJson_WithoutADevice_DoesNotNameOne()
    {
        Assert.DoesNotContain("device", TinyData.Spec.ToJson(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(TinyData.Spec.Training, ExperimentSpec.FromJson(TinyData.Spec.ToJson()).Training);
        Assert.Null(TinyData.Spec.Training.Device);
    }

    [Fact]
    public void Json_WithACard_KeepsIt()
    {
        ExperimentSpec spec = On("cuda:3");

        Assert.Contains("\"cuda:3\"", spec.ToJson(), StringComparison.Ordinal);
        Assert.Equal("cuda:3", ExperimentSpec.FromJson(spec.ToJson()).Training.Device);
        Assert.NotEqual(TinyData.Spec.Training, spec.Training);
    }

    [Theory]
    [InlineData("device", -1, "torch-cpu")]
    [InlineData("device", 0, "cpu")]
    [InlineData("device", 2, "cuda:1")]
    [InlineData("device", 0.5, null)]
    [InlineData("learning_rate", 1, null)]
    public void Edit_AsJson_NamesTheDeviceOfAMoveAndIsReadBack(string setting, double value, string? device)
    {
        Edit edit = new(5, setting, 0, value);

        string json = JsonSerializer.Serialize(edit, ExperimentSpec.Json);

        Assert.Equal(device, (string?)JsonNode.Parse(json)!["device"]);
        Assert.Equal(device is not null, json.Contains("\"device\":", StringComparison.Ordinal));
        Assert.Equal(edit, JsonSerializer.Deserialize<Edit>(json, ExperimentSpec.Json));
    }

    [Fact]
    public void Device_TheProcessorByName_IsNone()
    {
        Assert.Null(On("cpu").Training.Device);
        Assert.Equal(TinyData.Spec, On("cpu"));
        Assert.Null(ExperimentSpec.FromJson(On("cuda:0").ToJson().Replace("cuda:0", "cpu", StringComparison.Ordinal)).Training.Device);
    }

    [Fact]
    public void Validate_NoSuchDevice_SaysSo()
    {
        ExperimentSpec spec = ExperimentSpec.FromJson(On("cuda:0").ToJson().Replace("cuda:0", "tpu", StringComparison.Ordinal));

        SettingException e = Assert.Throws<SettingException>(() => spec.Validate(RuleCatalogue.Default.Create(spec.Rule.Id)));

        Assert.Equal("There is no device “tpu”; devices are called cpu, torch-cpu, cuda:0, cuda:1 and so on.", e.Message);
    }

    [Fact]
    public void Trainer_OnACardThatIsNotThere_SaysWhichThereAre()
    {
        SettingException e = Assert.Throws<SettingException>(() => TinyData.Fresh(On("cuda:0")));

        Assert.StartsWith("There is no device “cuda:0” on this machine: choose cpu. Graphics cards are not offered because", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunRecord_FromBeforeThereWereDevices_ReplaysOnTheProcessor()
    {
        using Trainer trainer = TinyData.Train(TinyData.Spec, 5);
        string json = RunRecord.Of(trainer).ToJson();
        Assert.DoesNotContain("device", json, StringComparison.OrdinalIgnoreCase);

        RunRecord record = RunRecord.FromJson(json);
        using Trainer replayed = TinyData.Fresh(record.Spec);
        record.Replay(replayed);

        Assert.Equal(record.Fingerprint, RunFingerprint.Of(replayed));
    }

    [Fact]
    public void GridJob_WithoutADevice_IsTheJobThatItWas()
    {
        Assert.Equal(GridPlan.IdOf(TinyData.Spec), GridPlan.IdOf(On("cpu")));
        Assert.NotEqual(GridPlan.IdOf(TinyData.Spec), GridPlan.IdOf(On("cuda:0")));
        Assert.DoesNotContain("device", TinyGrid.Spec.ToJson(), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Ids that the version before there were devices gave: by them a store finds the results that it has.</summary>
    [Fact]
    public void GridJob_OfBeforeThereWereDevices_KeepsItsId()
    {
        IReadOnlyList<GridJob> jobs = GridPlan.Of(PaperGrid.Reduced, RuleCatalogue.Default);

        Assert.Equal((288, "fdd0d7b090e41d05e241", "c5311c2f24fc12365dd4"), (jobs.Count, jobs[0].Id, jobs[^1].Id));
        Assert.Equal("54fcbbafe2d9083559b5", GridPlan.IdOf(ExperimentSpec.Ready));
    }

    private static ExperimentSpec On(string device) =>
        TinyData.Spec with { Training = TinyData.Spec.Training with { Device = device } };
}
