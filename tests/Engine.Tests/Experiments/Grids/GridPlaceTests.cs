using System.Text.Json;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Experiments.Grids;

public sealed class GridPlaceTests
{
    private static readonly GridPlace s_place = new("S&P500", "RNN", 7, "Dropout", "", 43);

    [Fact]
    public void ToString_APlace_NamesItOnce()
    {
        Assert.Equal("S&P500, RNN, window 7, Dropout, seed 43", s_place.ToString());
        Assert.Equal("S&P500, RNN, window 7, Dropout, slow, seed 43", (s_place with { Setting = "slow" }).ToString());
    }

    [Fact]
    public void Json_ThereAndBack_IsThePlaceWithoutItsCell()
    {
        string json = JsonSerializer.Serialize(s_place, ExperimentSpec.Json);

        Assert.DoesNotContain("cell", json, StringComparison.Ordinal);
        Assert.Equal(s_place, JsonSerializer.Deserialize<GridPlace>(json, ExperimentSpec.Json));
    }
}
