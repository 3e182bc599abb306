using System.Runtime.Intrinsics;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Kernels;

/// <summary>Sizes that are no multiples of the four rows that the kernel takes at a time.</summary>
public sealed unsafe class AttentionKernelTests
{
    private const int Patches = 5, Size = 6, Lanes = 32, Stride = 32, Step = (3 * Size * Stride) + 16, ContextStep = (Size * Stride) + 16;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_AnyPath_AgreesWithTheFormula(bool dropping)
    {
        float[] projections = MatrixKernelTests.Random(Patches * Step, 1).Span.ToArray(), dropout = Dropout(dropping);
        foreach (float[][] result in All(dropping))
        {
            for (int lane = 0; lane < Lanes; lane++)
            {
                double[] context = Reference(x => projections[x], dropout, lane);
                for (int i = 0; i < Patches * Size; i++)
                {
                    int at = (i / Size * ContextStep) + (i % Size * Stride) + lane;
                    Assert.Equal(context[i], result[0][at], 2e-6);
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_AnyPath_AgreesWithCentralDifferences(bool dropping)
    {
        const double Step1 = 1e-5;
        float[] projections = MatrixKernelTests.Random(Patches * Step, 1).Span.ToArray(), dropout = Dropout(dropping);
        float[] gradient = MatrixKernelTests.Random(Patches * ContextStep, 2).Span.ToArray();
        foreach (float[][] result in All(dropping))
        {
            for (int lane = 0; lane < Lanes; lane += 7)
            {
                for (int i = 0; i < Patches * 3 * Size; i++)
                {
                    int at = (i / (3 * Size) * Step) + (i % (3 * Size) * Stride) + lane;
                    double Value(double change) => Reference(x => projections[x] + (x == at ? change : 0), dropout, lane)
                        .Select((y, n) => y * gradient[(n / Size * ContextStep) + (n % Size * Stride) + lane]).Sum();
                    Assert.Equal((Value(Step1) - Value(-Step1)) / (2 * Step1), result[1][at], 5e-6);
                }
            }
        }
    }

    [Fact]
    public void Forward_ScoresFarApart_GivesTheLargestOneAll()
    {
        AlignedBuffer projections = MatrixKernelTests.Random(Patches * Step, 1);
        for (int patch = 0; patch < Patches; patch++)
        {
            projections.Span.Slice(patch * Step, Size * Stride).Fill(100f);
            projections.Span.Slice((patch * Step) + (Size * Stride), Size * Stride).Fill(patch);
        }
        float[][] result = Run<Vector512<float>, Lanes512>(projections, false);

        for (int patch = 0; patch < Patches; patch++)
        {
            for (int f = 0; f < Size; f++)
            {
                float value = projections.Span[((Patches - 1) * Step) + (((2 * Size) + f) * Stride)];
                Assert.Equal(value, result[0][(patch * ContextStep) + (f * Stride)], 1e-6f);
            }
        }
    }

    private static float[][][] All(bool dropping) =>
    [
        Run<float, ScalarLanes>(MatrixKernelTests.Random(Patches * Step, 1), dropping),
        Run<Vector256<float>, Lanes256>(MatrixKernelTests.Random(Patches * Step, 1), dropping),
        Run<Vector512<float>, Lanes512>(MatrixKernelTests.Random(Patches * Step, 1), dropping),
    ];

    /// <summary>Context, and gradients of the projections.</summary>
    private static float[][] Run<TVector, TLanes>(AlignedBuffer projections, bool dropping)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        AlignedBuffer context = new(Patches * ContextStep), weights = new(Patches * Patches * Stride), gradients = new(Patches * Step);
        AlignedBuffer dropout = new(Patches * Patches * Stride), scratch = new(Patches * Patches * KernelLayout.LaneMultiple);
        Dropout(dropping).CopyTo(dropout.Span);
        AttentionHead head = new()
        {
            Patches = Patches,
            Size = Size,
            Stride = Stride,
            Query = projections.Pointer,
            Key = projections.Pointer + (Size * Stride),
            Value = projections.Pointer + (2 * Size * Stride),
            Step = Step,
            Factor = (float)(1 / Math.Sqrt(Size)),
            Weights = weights.Pointer,
            Dropout = dropping ? dropout.Pointer : null,
            Context = context.Pointer,
            ContextStep = ContextStep,
            QueryGradient = gradients.Pointer,
            KeyGradient = gradients.Pointer + (Size * Stride),
            ValueGradient = gradients.Pointer + (2 * Size * Stride),
            Scratch = scratch.Pointer,
        };
        AttentionKernel<TVector, TLanes>.Forward(&head, Lanes);
        float[] result = context.Span.ToArray();
        MatrixKernelTests.Random(Patches * ContextStep, 2).Span.CopyTo(context.Span);
        AttentionKernel<TVector, TLanes>.Backward(&head, Lanes);
        return [result, gradients.Span.ToArray()];
    }

    private static float[] Dropout(bool dropping) =>
    [
        .. MatrixKernelTests.Random(Patches * Patches * Stride, 3).Span.ToArray().Select(x => !dropping ? 1f : x < 0 ? 0f : 2f),
    ];

    private static double[] Reference(Func<int, double> projections, float[] dropout, int lane)
    {
        double[] context = new double[Patches * Size];
        double At(int patch, int row) => projections((patch * Step) + (row * Stride) + lane);
        for (int i = 0; i < Patches; i++)
        {
            double[] scores = [.. Enumerable.Range(0, Patches)
                .Select(j => Math.Exp(Enumerable.Range(0, Size).Sum(f => At(i, f) * At(j, Size + f)) / Math.Sqrt(Size)))];
            for (int j = 0; j < Patches; j++)
            {
                double weight = scores[j] / scores.Sum() * dropout[(((i * Patches) + j) * Stride) + lane];
                for (int f = 0; f < Size; f++)
                {
                    context[(i * Size) + f] += weight * At(j, (2 * Size) + f);
                }
            }
        }
        return context;
    }
}
