using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Training;

public sealed class ExperimentSpecTests
{
    [Fact]
    public void FromJson_OfToJson_IsTheSameSpec()
    {
        ExperimentSpec spec = TinyData.Spec with
        {
            Rule = new RuleSpec("synaptic-pruning", new Dictionary<string, double> { ["s_max"] = 0.9, ["shape"] = 1 }),
        };
        string json = spec.ToJson();
        Assert.Contains("\"fast-start\"", json, StringComparison.Ordinal);
        Assert.Contains("\"carry-forward\"", json, StringComparison.Ordinal);
        ExperimentSpec read = ExperimentSpec.FromJson(json);
        Assert.Equal(0.9, read.Rule.Values["s_max"]);
        Assert.Equal(1, read.Rule.Values["shape"]);
        Assert.Equal(read.ToJson(), ExperimentSpec.FromJson(read.ToJson()).ToJson());
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("{\"sead\": 3}", "sead")]
    [InlineData("{\"rule\": {\"id\": \"nothing\"}}", "nothing")]
    [InlineData("{\"rule\": {\"id\": \"dropout\", \"s_max\": 1}}", "s_max")]
    [InlineData("{\"rule\": {\"id\": \"synaptic-pruning\", \"shape\": \"round\"}}", "round")]
    [InlineData("{\"rule\": {\"id\": \"synaptic-pruning\", \"s_max\": \"much\"}}", "much")]
    [InlineData("{\"data\": null}", "$.data")]
    [InlineData("{\"network\": null}", "$.network")]
    [InlineData("{\"rule\": null}", "$.rule")]
    [InlineData("{\"data\": {\"source\": null}}", "$.data.source")]
    [InlineData("{\"data\": {\"scaler\": 7}}", "$.data.scaler")]
    [InlineData("{\"network\": {\"kind\": \"gru\"}}", "$.network.kind")]
    public void FromJson_Broken_ThrowsASentenceThatNamesThePlace(string json, string named)
    {
        SettingException e = Assert.Throws<SettingException>(() => ExperimentSpec.FromJson(json));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"spec\": {}, \"edits\": null, \"batches\": 1, \"fingerprint\": \"\"}")]
    [InlineData("{\"spec\": {}, \"edits\": [{\"batch\": 1}], \"batches\": 1, \"fingerprint\": \"\"}")]
    public void FromJson_RecordWithPartsMissing_ThrowsASentence(string json) =>
        Assert.Contains("cannot be read", Assert.Throws<SettingException>(() => RunRecord.FromJson(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Validate_ReadyExperiment_Holds() =>
        Assert.Equal(0.7, ExperimentSpec.Ready.Validate(RuleCatalogue.Default.Create(ExperimentSpec.Ready.Rule.Id))["s_max"]);

    [Theory]
    [InlineData(0)]
    [InlineData(4097)]
    public void Validate_HiddenUnitsOutside_Throws(int hidden)
    {
        ExperimentSpec spec = ExperimentSpec.Ready with { Network = new() { HiddenUnits = hidden } };
        Assert.Throws<SettingException>(() => spec.Validate(RuleCatalogue.Default.Create(spec.Rule.Id)));
    }
}
