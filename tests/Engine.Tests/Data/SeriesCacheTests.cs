using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

public sealed class SeriesCacheTests
{
    [Fact]
    public void Get_OverItsCells_DropsTheOldest()
    {
        SeriesCache cache = new(mostCells: 10);
        int reads = 0;
        Series Read() => new($"{++reads}", ["x"], [new double[4]]);

        Series first = cache.Get("a", Read);
        Series second = cache.Get("b", Read);

        Assert.Same(second, cache.Get("b", Read));
        Assert.NotSame(first, cache.Get("a", Read));
        Assert.Equal(3, reads);
    }

    [Fact]
    public void Get_FailedReading_IsNotKept()
    {
        SeriesCache cache = new(mostCells: 10);
        Assert.Throws<DataException>(() => cache.Get("a", () => throw new DataException("Bad.")));

        Assert.Equal(1, cache.Get("a", () => new Series("good", ["x"], [new double[1]])).RowCount);
    }
}
