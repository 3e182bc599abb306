using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Tests.Golden;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Networks;

/// <summary>The helper that the gradient checks rest on, held against PyTorch and against slopes known by hand.</summary>
public sealed class ReferenceNetworkTests
{
    [Theory]
    [InlineData("rnn-small")]
    [InlineData("rnn-window-1")]
    [InlineData("lstm-small")]
    [InlineData("lstm-window-1")]
    public void Loss_GoldenNetwork_IsPyTorchs(string name)
    {
        GoldenFile golden = new(name);
        using INetwork network = golden.Open(new ManagedBackend());
        ReferenceNetwork reference = new(network);

        Assert.Equal(golden.Loss, reference.Loss(golden.Data, golden.Windows(0)), 1e-12);
    }

    [Fact]
    public void Slope_OfTheLastBias_IsTwiceTheMeanError()
    {
        WindowSet data = TestSeries.Random(40, 2, 3);
        using INetwork network = new ManagedBackend().Create(TestSeries.Shape(NetworkKind.Lstm, 4, 2, 3, 8), new RandomStream(1));
        ReferenceNetwork reference = new(network);
        int[] windows = [3, 9, 20];

        double slope = reference.Slope(5, 0, () => reference.Loss(data, windows));

        double error = windows.Average(w => reference.Predict(data, w) - data.Target(w));
        Assert.Equal(2 * error, slope, 1e-9);
    }
}
