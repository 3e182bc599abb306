using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Experiments.Grids;

public sealed class GridSpecTests
{
    [Fact]
    public void FromJson_OwnJson_GivesTheSameGrid()
    {
        string json = TinyGrid.Spec.ToJson();

        Assert.Equal(json.Replace("\"id\": \"synaptic-pruning\"", "", StringComparison.Ordinal).Length, json.Length - "\"id\": \"synaptic-pruning\"".Length);
        string filled = GridSpec.FromJson(json).ToJson();
        Assert.Equal(filled, GridSpec.FromJson(filled).ToJson());
        Assert.Contains("\"s_max\"", filled, StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_ShortestGrid_TakesTheRestFromDefaults()
    {
        GridSpec spec = GridSpec.FromJson("""
            { "data": [{ "name": "Weather", "spec": { "source": "seattle-weather" } }],
              "networks": [{ "name": "RNN", "spec": { "kind": "rnn" } }],
              "windows": [7], "methods": [{ "name": "Pruning", "rule": { "id": "synaptic-pruning", "s_max": 0.5 } }], "seeds": [1] }
            """);

        Assert.Equal(("grid", "", 20), (spec.Name, Assert.Single(spec.Settings).Name, spec.Training.Epochs));
        Assert.Equal(0.5, spec.Methods[0].Rule.Values["s_max"]);
    }

    [Theory]
    [InlineData("{\n\"windows\": [7, \"x\"]}", "at line 2, $.windows[1]: ")]
    [InlineData("{\n\n\"windws\": [7]}", "at line 3, $.windws: there is no “windws” there; check the spelling.")]
    [InlineData("{\n\"seeds\": [1,}", "at line 2, $.seeds[1]: ")]
    [InlineData("{\"data\": [\n{\"name\": \"x\"}]}", "$.data[0]: something is missing there")]
    [InlineData("{\"data\": [null]}", "at $.data[0]: there is null")]
    [InlineData("{\"methods\": null}", "$.methods")]
    [InlineData("{\"methods\": [\n{\"name\":\"a\", \"rule\": {\"id\": \"dropout\"}},\n{\"name\":\"b\",\n \"rule\": {\"id\": \"odd\"}}]}", "at line 4, $.methods[1].rule: There is no rule “odd”")]
    [InlineData("{\"methods\": [\n{\"name\":\"a\", \"rule\": {\"id\": \"dropout\", \"raet\": 1}}]}", "at line 2, $.methods[0].rule: The rule “")]
    [InlineData("", "at line 1, $: ")]
    [InlineData("null", "The grid is empty")]
    public void FromJson_Broken_SaysWhereAndWhat(string json, string words)
    {
        SettingException exception = Assert.Throws<SettingException>(() => GridSpec.FromJson(json));

        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PruningLab.Engine", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
    }
}
