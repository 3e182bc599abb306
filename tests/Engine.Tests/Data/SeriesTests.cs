using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

public sealed class SeriesTests
{
    [Fact]
    public void Constructor_ThingsThatDoNotFit_Throws()
    {
        Assert.Throws<ArgumentException>(() => new Series("s", [], []));
        Assert.Throws<ArgumentException>(() => new Series("s", ["x"], [[1], [2]]));
        Assert.Throws<ArgumentException>(() => new Series("s", ["x", "x"], [[1], [2]]));
        Assert.Throws<ArgumentException>(() => new Series("s", ["x", "y"], [[1], [2, 3]]));
        Assert.Throws<ArgumentException>(() => new Series("s", ["x"], [[1]], []));
    }

    [Fact]
    public void IndexOf_Names_AreComparedExactly()
    {
        Series series = new("s", ["x", "X"], [[1], [2]]);

        Assert.Equal(1, series.IndexOf("X"));
        Assert.Equal(-1, series.IndexOf("y"));
        Assert.Equal([2.0], series.Column(1).ToArray());
    }
}
