using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Kernels;

public sealed class ActivationsTests
{
    public static TheoryData<KernelPath> Paths => PathRunner.All;

    [Theory]
    [MemberData(nameof(Paths))]
    public void Exponential_WholeRange_StaysWithinStatedError(KernelPath path)
    {
        float[] x = Inputs(-87f, 87f), y = new float[x.Length];

        PathRunner.Exponential(path, x, y);

        AssertUlp(x, y, Math.Exp, Activations<float, ScalarLanes>.ExponentialUlp);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Exponential_SpecialValues_GiveLimitsAndKeepNaN(KernelPath path)
    {
        float[] x = new float[16], y = new float[16];
        float[] special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -200f, 200f];
        special.CopyTo(x, 0);

        PathRunner.Exponential(path, x, y);

        Assert.True(float.IsNaN(y[0]));
        Assert.InRange(y[1], 6e37f, 6.2e37f);
        Assert.InRange(y[2], 1e-38f, 2e-38f);
        Assert.Equal(1f, y[3]);
        Assert.Equal(y[2], y[4]);
        Assert.Equal(y[1], y[5]);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Sigmoid_WholeRange_StaysWithinStatedError(KernelPath path)
    {
        float[] x = Inputs(-87f, 87f), y = new float[x.Length];

        PathRunner.Sigmoid(path, x, y);

        AssertUlp(x, y, v => 1 / (1 + Math.Exp(-v)), Activations<float, ScalarLanes>.SigmoidUlp);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Tanh_WholeRange_StaysWithinStatedError(KernelPath path)
    {
        float[] x = Inputs(-20f, 20f), y = new float[x.Length];

        PathRunner.Tanh(path, x, y);

        AssertUlp(x, y, Math.Tanh, Activations<float, ScalarLanes>.TanhUlp);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Activations_SpecialValues_GiveLimitsAndKeepNaN(KernelPath path)
    {
        float[] x = new float[16], s = new float[16], t = new float[16];
        float[] special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -200f, 200f, float.MaxValue, float.MinValue];
        special.CopyTo(x, 0);

        PathRunner.Sigmoid(path, x, s);
        PathRunner.Tanh(path, x, t);

        Assert.True(float.IsNaN(s[0]));
        Assert.True(float.IsNaN(t[0]));
        Assert.Equal([1f, -1f, 0f, -1f, 1f, 1f, -1f], t[1..8]);
        Assert.Equal(1f, s[1]);
        Assert.InRange(s[2], 0f, 2e-38f);
        Assert.Equal(0.5f, s[3]);
        Assert.InRange(s[4], 0f, 2e-38f);
        Assert.Equal(1f, s[5]);
        Assert.Equal(1f, s[6]);
        Assert.InRange(s[7], 0f, 2e-38f);
    }

    private static float[] Inputs(float low, float high)
    {
        const int Count = 400_000;
        List<float> x = [];
        for (int i = 0; i < Count; i++)
        {
            x.Add(low + ((high - low) * (i / (float)Count)));
            x.Add(-2f + (4f * (i / (float)Count)));
        }
        for (float tiny = 1f; tiny > 1e-30f; tiny *= 0.7f)
        {
            x.Add(tiny);
            x.Add(-tiny);
        }
        while (x.Count % 16 != 0)
        {
            x.Add(0.25f);
        }
        return [.. x];
    }

    private static void AssertUlp(float[] x, float[] y, Func<double, double> exact, int limit)
    {
        double worst = 0;
        float where = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double expected = exact(x[i]);
            float rounded = (float)Math.Abs(expected);
            double unit = Math.Max((double)MathF.BitIncrement(rounded) - rounded, 1.4e-45);
            double error = Math.Abs(y[i] - expected) / unit;
            if (!(error <= worst))
            {
                (worst, where) = (error, x[i]);
            }
        }
        Assert.True(worst <= limit, $"{worst:0.00} ulp at {where}, stated {limit}.");
        Assert.True(worst > limit - 2, $"The stated {limit} ulp is far above the measured {worst:0.00}; state less.");
    }
}
