using System.Runtime.Intrinsics;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Kernels;

public sealed unsafe class LayerNormKernelTests
{
    private const int Features = 7, Lanes = 32, Stride = 35;

    [Fact]
    public void Forward_AnyPath_AgreesWithTheFormula()
    {
        float[] s = Values(1), residual = Values(2), scale = Values(3), shift = Values(4);
        foreach (float[][] result in new[]
        {
            Forward<float, ScalarLanes>(true), Forward<Vector256<float>, Lanes256>(true), Forward<Vector512<float>, Lanes512>(true),
        })
        {
            for (int lane = 0; lane < Lanes; lane++)
            {
                double[] sum = [.. Enumerable.Range(0, Features).Select(f => (double)s[(f * Stride) + lane] + residual[(f * Stride) + lane])];
                double[] y = Norm(sum, scale, shift);
                for (int f = 0; f < Features; f++)
                {
                    Assert.Equal(sum[f], result[0][(f * Stride) + lane], 1e-6);
                    Assert.Equal(y[f], result[1][(f * Stride) + lane], 4e-6);
                }
            }
            Assert.Equal(s[Lanes], result[0][Lanes]);
            Assert.Equal(0f, result[1][Lanes]);
        }
    }

    [Fact]
    public void Forward_WithoutResidual_LeavesTheSumAlone()
    {
        float[][] result = Forward<Vector256<float>, Lanes256>(false);

        Assert.Equal(Values(1), result[0]);
    }

    [Fact]
    public void Forward_EqualFeatures_GivesTheShift()
    {
        AlignedBuffer sum = new(Features * Stride), y = new(Features * Stride), means = new(Lanes), inverses = new(Lanes);
        AlignedBuffer scale = MatrixKernelTests.Random(Features, 3), shift = MatrixKernelTests.Random(Features, 4);
        sum.Span.Fill(0.25f);
        LayerNormKernel<Vector512<float>, Lanes512>.Forward(
            sum.Pointer, null, Features, Stride, Lanes, scale.Pointer, shift.Pointer, means.Pointer, inverses.Pointer, y.Pointer);

        for (int f = 0; f < Features; f++)
        {
            Assert.Equal(shift.Span[f], y.Span[f * Stride], 1e-6f);
        }
        Assert.Equal(1 / Math.Sqrt(1e-5), inverses.Span[0], 1e-2);
    }

    [Fact]
    public void Backward_AnyPath_AgreesWithCentralDifferences()
    {
        float[] s = Values(1), weight = Values(5), scale = Values(3), shift = Values(4);
        foreach (float[][] result in new[]
        {
            Backward<float, ScalarLanes>(), Backward<Vector256<float>, Lanes256>(), Backward<Vector512<float>, Lanes512>(),
        })
        {
            double[] scaleGradient = new double[Features], shiftGradient = new double[Features];
            for (int lane = 0; lane < Lanes; lane++)
            {
                double[] sum = [.. Enumerable.Range(0, Features).Select(f => (double)s[(f * Stride) + lane])];
                double Value() => Norm(sum, scale, shift).Select((y, f) => y * weight[(f * Stride) + lane]).Sum();
                double[] normed = Norm(sum, [.. Enumerable.Repeat(1f, Features)], new float[Features]);
                for (int f = 0; f < Features; f++)
                {
                    Assert.Equal(Slope(sum, f, Value), result[0][(f * Stride) + lane], 2e-5);
                    scaleGradient[f] += normed[f] * weight[(f * Stride) + lane];
                    shiftGradient[f] += weight[(f * Stride) + lane];
                }
            }
            for (int f = 0; f < Features; f++)
            {
                Assert.Equal(scaleGradient[f], result[1].Skip(f * KernelLayout.LaneMultiple).Take(KernelLayout.LaneMultiple).Sum(), 3e-5);
                Assert.Equal(shiftGradient[f], result[2].Skip(f * KernelLayout.LaneMultiple).Take(KernelLayout.LaneMultiple).Sum(), 3e-5);
            }
        }
    }

    [Fact]
    public void Mean_ForwardAndBackward_AverageOverTheBlocks()
    {
        const int Blocks = 3, Step = (2 * Stride) + 5;
        float[] x = MatrixKernelTests.Random(Blocks * Step, 1).Span.ToArray(), d = MatrixKernelTests.Random(2 * Stride, 2).Span.ToArray();
        foreach (float[][] result in new[]
        {
            Mean<float, ScalarLanes>(Blocks, Step), Mean<Vector256<float>, Lanes256>(Blocks, Step), Mean<Vector512<float>, Lanes512>(Blocks, Step),
        })
        {
            for (int at = 0; at < Stride + Lanes; at += at == Lanes - 1 ? Stride - Lanes + 1 : 1)
            {
                Assert.Equal(((double)x[at] + x[Step + at] + x[(2 * Step) + at]) / Blocks, result[0][at], 1e-6);
                Assert.Equal((double)d[at] / Blocks, result[1][(2 * Step) + at], 1e-6);
            }
            Assert.Equal(0f, result[0][Lanes]);
        }
    }

    private static float[][] Mean<TVector, TLanes>(int blocks, int step)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        AlignedBuffer x = MatrixKernelTests.Random(blocks * step, 1), d = MatrixKernelTests.Random(2 * Stride, 2);
        AlignedBuffer mean = new(2 * Stride), dx = new(blocks * step);
        MeanKernel<TVector, TLanes>.Forward(x.Pointer, step, blocks, 2, Stride, Lanes, mean.Pointer);
        MeanKernel<TVector, TLanes>.Backward(d.Pointer, 2, Stride, Lanes, dx.Pointer, step, blocks);
        return [mean.Span.ToArray(), dx.Span.ToArray()];
    }

    private static float[][] Forward<TVector, TLanes>(bool hasResidual)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        AlignedBuffer sum = MatrixKernelTests.Random(Features * Stride, 1), residual = MatrixKernelTests.Random(Features * Stride, 2);
        AlignedBuffer scale = MatrixKernelTests.Random(Features * Stride, 3), shift = MatrixKernelTests.Random(Features * Stride, 4);
        AlignedBuffer means = new(Lanes), inverses = new(Lanes), y = new(Features * Stride);
        LayerNormKernel<TVector, TLanes>.Forward(
            sum.Pointer, hasResidual ? residual.Pointer : null, Features, Stride, Lanes, scale.Pointer, shift.Pointer,
            means.Pointer, inverses.Pointer, y.Pointer);
        return [sum.Span.ToArray(), y.Span.ToArray()];
    }

    private static float[][] Backward<TVector, TLanes>()
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        AlignedBuffer sum = MatrixKernelTests.Random(Features * Stride, 1), d = MatrixKernelTests.Random(Features * Stride, 5);
        AlignedBuffer scale = MatrixKernelTests.Random(Features * Stride, 3), shift = MatrixKernelTests.Random(Features * Stride, 4);
        AlignedBuffer means = new(Lanes), inverses = new(Lanes), y = new(Features * Stride);
        AlignedBuffer scaleSums = new(Features * KernelLayout.LaneMultiple), shiftSums = new(Features * KernelLayout.LaneMultiple);
        LayerNormKernel<TVector, TLanes>.Forward(
            sum.Pointer, null, Features, Stride, Lanes, scale.Pointer, shift.Pointer, means.Pointer, inverses.Pointer, y.Pointer);
        LayerNormKernel<TVector, TLanes>.Backward(
            sum.Pointer, means.Pointer, inverses.Pointer, scale.Pointer, Features, Stride, Lanes, d.Pointer,
            scaleSums.Pointer, shiftSums.Pointer);
        return [d.Span.ToArray(), scaleSums.Span.ToArray(), shiftSums.Span.ToArray()];
    }

    private static float[] Values(ulong seed) => MatrixKernelTests.Random(Features * Stride, seed).Span.ToArray();

    private static double[] Norm(double[] x, float[] scale, float[] shift)
    {
        double mean = x.Average(), variance = x.Average(value => (value - mean) * (value - mean));
        return [.. x.Select((value, f) => (scale[f] * (value - mean) / Math.Sqrt(variance + 1e-5)) + shift[f])];
    }

    private static double Slope(double[] x, int index, Func<double> value)
    {
        const double Step = 1e-6;
        double kept = x[index];
        x[index] = kept + Step;
        double above = value();
        x[index] = kept - Step;
        double below = value();
        x[index] = kept;
        return (above - below) / (2 * Step);
    }
}
