using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Conformance;

/// <content>Dropout, while training and while predicting.</content>
public abstract partial class BackendConformance
{
    private protected const double Rate = 0.3;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Passes_WithoutDropout_TouchNoStreamAndDropNothing(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out _);
        RandomStream stream = new(6);
        Pass(network, c.Windows(0), Rate);
        network.ForwardBackward(c.Windows(0), 0, stream);
        network.Predict(0, new float[9 * c.Outputs], 0, stream);
        Assert.Equal(new RandomStream(6).NextUInt64(), stream.NextUInt64());
        Assert.All(network.DroppedUnits.ToArray(), dropped => Assert.Equal(0, dropped));
    }

    /// <summary>A batch of one window tells all that was dropped, so that the reference can do the same.</summary>
    [Theory]
    [MemberData(nameof(CasesThatTellAllDropped))]
    public void ForwardBackward_WithDropout_AgreesWithTheReferenceOfTheUnitsThatItSays(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out WindowSet data);
        for (ulong seed = 1; seed <= 4; seed++)
        {
            int[] window = [(int)seed * 7];
            (double loss, float[] predictions) = Pass(network, window, Rate, seed);
            double[] scales = [.. network.DroppedUnits.ToArray().Select(dropped => dropped == 1 ? 0 : 1 / (1 - Rate))];
            (double expectedLoss, double[][] gradients, double[] expected) = new ReferenceNetwork(network).Pass(data, window, [scales]);
            AssertForward(expected, predictions, "output");
            Assert.Equal(expectedLoss, loss, ForwardTolerance * (1 + expectedLoss));
            AssertGradients(network, gradients);
        }
    }

    [Theory]
    [MemberData(nameof(CasesWithDropout))]
    public void Dropout_ManyPasses_DropsTheGivenShareOfEveryUnit(string name)
    {
        const int Passes = 400;
        using INetwork network = Open(ConformanceCase.Of(name), out _);
        RandomStream stream = new(3);
        int[] dropped = new int[network.DroppedUnits.Length];
        for (int pass = 0; pass < Passes; pass++)
        {
            network.ForwardBackward([0], Rate, stream);
            for (int unit = 0; unit < dropped.Length; unit++)
            {
                dropped[unit] += network.DroppedUnits[unit];
            }
        }
        double deviation = Math.Sqrt(Rate * (1 - Rate) / Passes);
        Assert.NotEmpty(dropped);
        Assert.All(dropped, count => Assert.Equal(Rate, count / (double)Passes, 5 * deviation));
        Assert.Equal(Rate, dropped.Sum() / (double)(Passes * dropped.Length), 4 * deviation / Math.Sqrt(dropped.Length));
    }

    /// <summary>Where only the head follows, inverted dropout keeps the mean of the predictions.</summary>
    [Theory]
    [InlineData("rnn")]
    [InlineData("lstm-classes")]
    public void Dropout_BeforeTheHeadOnly_KeepsTheMean(string name)
    {
        const int Passes = 1200;
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out _);
        float[] exact = Predictions(network, 0, 1), y = new float[c.Outputs];
        double[] sums = new double[c.Outputs], squares = new double[c.Outputs];
        RandomStream stream = new(3);
        for (int pass = 0; pass < Passes; pass++)
        {
            network.Predict(0, y, Rate, stream);
            for (int output = 0; output < y.Length; output++)
            {
                double error = y[output] - exact[output];
                sums[output] += error;
                squares[output] += error * error;
            }
        }
        for (int output = 0; output < y.Length; output++)
        {
            Assert.True(squares[output] > 0);
            Assert.Equal(0, sums[output] / Passes, 4 * Math.Sqrt(squares[output]) / Passes);
        }
    }

    [Theory]
    [MemberData(nameof(CasesWithDropout))]
    public void Predict_WithDropout_IsRandomByTheStreamAlone(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out WindowSet data);
        float[] one = new float[data.Count * c.Outputs], two = new float[one.Length];
        RandomStream stream = new(4);
        network.Predict(0, one, 0.5, stream);
        network.Predict(0, two, 0.5, stream);
        Assert.NotEqual(one, two);
        Assert.NotEqual(Predictions(network, 0, data.Count), one);
        network.Predict(0, two, 0.5, new RandomStream(4));
        Assert.Equal(one, two);
    }

    [Theory]
    [MemberData(nameof(CasesWithDropout))]
    public void ForwardBackward_WithDropout_DrawsForEveryWindowAnew(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Backend.Create(c.Shape with { BatchSize = 90 }, new RandomStream(1));
        network.Bind(c.Data());
        (_, float[] predictions) = Pass(network, new int[90], 0.5);
        Assert.NotEqual(predictions[0], predictions.Where((_, i) => i % c.Outputs == 0).Average());
        Assert.True(predictions.Where((_, i) => i % c.Outputs == 0).Distinct().Count() > 1);
    }
}
