using System.Runtime.Intrinsics;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Kernels;

public sealed unsafe class OptimizerKernelTests
{
    public static TheoryData<KernelPath> Paths => PathRunner.All;

    [Theory]
    [MemberData(nameof(Paths))]
    public void KeepActive_NaNAndInfinityUnderAZero_BecomePlusZero(KernelPath path)
    {
        float[] values = [.. Enumerable.Range(0, 16).Select(i => i % 3 == 0 ? float.NaN : i % 3 == 1 ? float.NegativeInfinity : i)];
        byte[] mask = [.. Enumerable.Range(0, 16).Select(i => (byte)(i % 2))];
        float[] kept = new float[16];
        fixed (float* from = values, to = kept)
        fixed (byte* bits = mask)
        {
            for (int i = 0; i < 16; i += PathRunner.Width(path))
            {
                switch (path)
                {
                    case KernelPath.Vector512:
                        Lanes512.Store(to + i, Lanes512.KeepActive(Lanes512.Load(from + i), bits + i));
                        break;
                    case KernelPath.Vector256:
                        Lanes256.Store(to + i, Lanes256.KeepActive(Lanes256.Load(from + i), bits + i));
                        break;
                    default:
                        to[i] = ScalarLanes.KeepActive(from[i], bits + i);
                        break;
                }
            }
        }
        for (int i = 0; i < 16; i++)
        {
            float expected = mask[i] == 0 ? 0f : values[i];
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(kept[i]));
        }
    }

    [Fact]
    public void Adam_VectorPaths_GiveTheScalarPathsNumbers()
    {
        const int Length = 48;
        float[][] scalar = Adam<float, ScalarLanes>(Length);
        foreach (float[][] vector in new[] { Adam<Vector256<float>, Lanes256>(Length), Adam<Vector512<float>, Lanes512>(Length) })
        {
            for (int buffer = 0; buffer < scalar.Length; buffer++)
            {
                for (int i = 0; i < Length; i++)
                {
                    Assert.Equal(scalar[buffer][i], vector[buffer][i], 1e-6f * (1 + Math.Abs(scalar[buffer][i])));
                }
            }
        }
    }

    private static float[][] Adam<TVector, TLanes>(int length)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        AlignedBuffer w = MatrixKernelTests.Random(length, 1), g = MatrixKernelTests.Random(length, 2);
        AlignedBuffer m = MatrixKernelTests.Random(length, 3), v = new(length);
        byte[] mask = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 5 == 0 ? 0 : 1))];
        fixed (byte* bits = mask)
        {
            nint done = OptimizerKernel<TVector, TLanes>.Adam(
                w.Pointer, g.Pointer, m.Pointer, v.Pointer, bits, length, 0.9, 0.999, 0.01, 0.03, 1e-8, 0.02);
            Assert.Equal(length, done);
        }
        return [w.Span.ToArray(), m.Span.ToArray(), v.Span.ToArray()];
    }
}
