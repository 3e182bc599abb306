using PruningLab.Engine.Networks;
using PruningLab.Engine.Tests.Conformance;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Torch.Tests.Networks;

/// <summary>The garbage collector must not take away what a call into libtorch still reads; see <see cref="Scalars"/>.</summary>
[Collection(nameof(TensorCount))]
public sealed class FinaliserTests
{
    public static TheoryData<string> Cases => ["lstm", "mlp-relu-classes", "patch-tst"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Training_WhileTheCollectorNeverRests_GivesTheSameBits(string name)
    {
        List<float[]> expected = Train(name);
        using CancellationTokenSource end = new();
        Thread collector = new(() =>
        {
            while (!end.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            Assert.Equal(expected, Train(name));
        }
        finally
        {
            end.Cancel();
            collector.Join();
        }
    }

    private static List<float[]> Train(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = TestDevice.Open().Create(c.Shape, new RandomStream(1));
        network.Bind(c.Data());
        RandomStream dropout = new(2);
        float[] predictions = new float[20 * c.Outputs];
        double[] losses = new double[64];
        for (int batch = 0; batch < 300; batch++)
        {
            network.ForwardBackward(c.Windows(batch), batch % 2 == 0 ? 0.2 : 0, dropout);
            network.OptimizerStep(new OptimizerSpec { WeightDecay = 1e-3 });
            if (batch % 10 == 0)
            {
                network.Predict(0, predictions, 0, dropout);
                network.TakeLosses(losses);
            }
        }
        return [predictions, [.. losses.Select(loss => (float)loss)], .. network.Parameters.Select((_, p) => network.Weights(p).ToArray())];
    }
}
