using PruningLab.Components.Grids;
using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Components.Tests.Grids;

public sealed class GridDraftTests
{
    [Fact]
    public void Product_EvenGrid_IsWrittenOut()
    {
        GridSpec spec = SmallGrids.Of(data: 4, networks: 3, windows: 2, methods: 4, seeds: 3);

        Assert.Equal("4 × 3 × 2 × 4 × 3 = 288 trainings", GridDraft.Product(spec));
        Assert.Equal("data × networks × windows × methods × seeds", GridDraft.Factors(spec));
    }

    [Fact]
    public void Product_MethodForOneNetwork_CountsItForThatOneOnly()
    {
        GridSpec spec = SmallGrids.Of(data: 1, networks: 2, windows: 1, methods: 2, seeds: 1);
        spec = spec with { Methods = [spec.Methods[0], spec.Methods[1] with { Networks = ["network 2"] }] };

        Assert.Equal("1 × 1 × 3 × 1 = 3 trainings", GridDraft.Product(spec));
        Assert.Equal(GridDraft.Count(spec), GridPlan.Of(spec, RuleCatalogue.Default).Count);
    }

    [Fact]
    public void Product_VariedSettings_AreAFactor()
    {
        GridSpec spec = SmallGrids.Of(1, 1, 1, 1, 1) with { Settings = VariedSetting.Combine([new VariedSetting("s_max", [0.5, 0.7, 0.9])]) };

        Assert.Equal("1 × 1 × 1 × 1 × 3 × 1 = 3 trainings", GridDraft.Product(spec));
    }

    [Fact]
    public void Missing_PartsNotChosen_AreNamed()
    {
        Assert.Equal("Choose at least one data set and one seed.", GridDraft.Missing(SmallGrids.Of(0, 1, 1, 1, 0)));
        Assert.Null(GridDraft.Missing(SmallGrids.Of(1, 1, 1, 1, 1)));
        Assert.Contains("100,000", GridDraft.Missing(SmallGrids.Of(1, 1, 1, 1, 100_001)), StringComparison.Ordinal);
    }

    [Fact]
    public void Presets_All_AreGridsThatCanBeOrSayWhatIsMissing()
    {
        foreach (GridPreset preset in GridPreset.All.Where(preset => GridDraft.Missing(preset.Spec) is null))
        {
            Assert.Equal(GridDraft.Count(preset.Spec), GridPlan.Of(preset.Spec, RuleCatalogue.Default).Count);
        }

        Assert.Null(GridDraft.Missing(GridPreset.Small.Spec));
    }

    [Theory]
    [InlineData("7, 30", new[] { 7, 30 })]
    [InlineData("1–3", new[] { 1, 2, 3 })]
    [InlineData("1-3 7;7", new[] { 1, 2, 3, 7 })]
    public void Read_ListsAndRanges_GiveTheirNumbers(string text, int[] expected)
    {
        Assert.Null(NumberList.Read(text, "Seeds", 0, 100, out IReadOnlyList<int> values));
        Assert.Equal(expected, values);
    }

    [Theory]
    [InlineData("", "at least one")]
    [InlineData("seven", "“seven” is not")]
    [InlineData("0-200", "from 0 to 100")]
    [InlineData("5-3", "“5-3” is not")]
    public void Read_WhatIsNoList_SaysSo(string text, string expected) =>
        Assert.Contains(expected, NumberList.Read(text, "Seeds", 0, 100, out IReadOnlyList<int> _), StringComparison.Ordinal);

    [Fact]
    public void Write_RowsOfNumbers_AreReadBack()
    {
        Assert.Equal("1–10, 42, 43", NumberList.Write([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 42, 43]));
        Assert.Null(NumberList.Read(NumberList.Write([3, 1, 2, 8]), "Seeds", 0, 100, out IReadOnlyList<int> values));
        Assert.Equal([3, 1, 2, 8], values);
    }

    [Fact]
    public void Combine_TwoSettings_AreSplitAgain()
    {
        VariedSetting[] varied = [new("s_max", [0.5, 0.7]), new("epochs", [5, 10])];

        IReadOnlyList<GridSetting> settings = VariedSetting.Combine(varied);

        Assert.Equal(["s_max 0.5, epochs 5", "s_max 0.5, epochs 10", "s_max 0.7, epochs 5", "s_max 0.7, epochs 10"], settings.Select(setting => setting.Name));
        Assert.Equal(varied.Select(setting => setting.Id), VariedSetting.Split(settings)!.Select(setting => setting.Id));
        Assert.Equal([0.5, 0.7], VariedSetting.Split(settings)![0].Values);
    }

    [Fact]
    public void Split_NamesOfItsOwn_IsLeftAlone()
    {
        Assert.Null(VariedSetting.Split([new GridSetting("as released", new Dictionary<string, double> { ["s_max"] = 0.5 })]));
        Assert.Empty(VariedSetting.Split([GridSetting.None])!);
    }
}
