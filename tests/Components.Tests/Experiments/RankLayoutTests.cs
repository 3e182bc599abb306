using PruningLab.Components.Experiments;

namespace PruningLab.Components.Tests.Experiments;

public sealed class RankLayoutTests
{
    [Fact]
    public void Joins_AllFarApart_AreNone() => Assert.Empty(RankLayout.Joins([1, 2, 3, 4], 0.9));

    [Fact]
    public void Joins_ADifferenceOfExactlyTheCritical_IsSignificant() => Assert.Empty(RankLayout.Joins([1, 2], 1));

    [Fact]
    public void Joins_OverlappingRuns_AreBothThereAndNoneWithinAnother()
    {
        Assert.Equal([(0, 2), (1, 3)], RankLayout.Joins([1.0, 1.5, 2.0, 2.9], 1.5));
        Assert.Equal([(0, 3)], RankLayout.Joins([1.0, 1.5, 2.0, 2.4], 1.5));
    }

    [Fact]
    public void Layout_Methods_StandInTheOrderOfTheirRanksWithTheBestAtTheLeft()
    {
        RankLayout layout = new(["b", "a", "d", "c"], [2, 1, 4, 3], 0.5);

        Assert.Equal(["a", "b", "c", "d"], layout.Methods.Select(mark => mark.Method));
        Assert.Equal([true, true, false, false], layout.Methods.Select(mark => mark.IsLeft));
        Assert.Equal(layout.Methods.Select(mark => mark.X).Order(), layout.Methods.Select(mark => mark.X));
        Assert.Equal((layout.X(1), layout.X(4)), (layout.Methods[0].X, layout.Methods[3].X));
        Assert.All(layout.Methods, mark => Assert.InRange(mark.Y, RankLayout.Axis, layout.Height));

        // Lines to the names must not cross: the outermost method has the highest name on its side.
        Assert.True(layout.Methods[0].Y < layout.Methods[1].Y && layout.Methods[3].Y < layout.Methods[2].Y);
        Assert.Empty(layout.Joined);
    }

    [Fact]
    public void Layout_BarsAndCriticalDifference_AreOnTheScaleOfTheRanks()
    {
        RankLayout layout = new(["a", "b", "c"], [1.2, 1.9, 2.9], 0.8);

        RankLayout.Bar bar = Assert.Single(layout.Joined);
        Assert.Equal(("a", "b"), (bar.First, bar.Last));
        Assert.True(bar.From <= layout.X(1.2) && bar.To >= layout.X(1.9) && bar.To < layout.X(2.9));
        Assert.False(layout.IsBeyond);
        Assert.Equal(layout.X(1.8), layout.CriticalEnd, 6);
        Assert.Equal(0.8 / 2 * (layout.X(3) - layout.X(1)), layout.X(1 + layout.CriticalDifference) - layout.X(1), 6);
    }

    [Fact]
    public void Layout_CriticalDifferenceLongerThanTheAxis_EndsWithItSoThatItsWordsHaveRoom()
    {
        RankLayout layout = new(["a", "b", "c"], [1.5, 1.5, 3], 2.34);

        Assert.True(layout.IsBeyond);
        Assert.Equal(layout.X(3), layout.CriticalEnd);
    }
}
