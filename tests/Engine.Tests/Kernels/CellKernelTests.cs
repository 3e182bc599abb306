using System.Runtime.Intrinsics;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Kernels;

public sealed unsafe class CellKernelTests
{
    private const int Lanes = 48, Stride = 50;

    [Fact]
    public void LstmForward_AnyPath_AgreesWithTheFormula()
    {
        float[] z = MatrixKernelTests.Random(4 * Stride, 1).Span.ToArray();
        float[] previous = MatrixKernelTests.Random(4 * Stride, 2).Span.ToArray();
        foreach (float[][] result in new[]
        {
            LstmForward<float, ScalarLanes>(), LstmForward<Vector256<float>, Lanes256>(), LstmForward<Vector512<float>, Lanes512>(),
        })
        {
            for (int lane = 0; lane < Lanes; lane++)
            {
                double i = Sigmoid(z[lane]), f = Sigmoid(z[Stride + lane]);
                double g = Math.Tanh(z[(2 * Stride) + lane]), o = Sigmoid(z[(3 * Stride) + lane]);
                double c = (f * previous[lane]) + (i * g);
                Assert.Equal(i, result[0][lane], 1e-6);
                Assert.Equal(f, result[0][Stride + lane], 1e-6);
                Assert.Equal(g, result[0][(2 * Stride) + lane], 1e-6);
                Assert.Equal(o, result[0][(3 * Stride) + lane], 1e-6);
                Assert.Equal(c, result[1][lane], 1e-6);
                Assert.Equal(Math.Tanh(c), result[2][lane], 1e-6);
                Assert.Equal(o * Math.Tanh(c), result[3][lane], 1e-6);
            }
            Assert.Equal(z[Lanes], result[0][Lanes]);
            Assert.Equal(0f, result[3][Lanes]);
        }
    }

    [Fact]
    public void RnnBackward_AnyPath_MultipliesByTheSlopeOfTanh()
    {
        float[] h = MatrixKernelTests.Random(2 * Stride, 1).Span.ToArray();
        float[] d = MatrixKernelTests.Random(2 * Stride, 2).Span.ToArray();
        foreach (float[] result in new[]
        {
            RnnBackward<float, ScalarLanes>(), RnnBackward<Vector256<float>, Lanes256>(), RnnBackward<Vector512<float>, Lanes512>(),
        })
        {
            for (int row = 0; row < 2; row++)
            {
                for (int lane = 0; lane < Stride; lane++)
                {
                    int at = (row * Stride) + lane;
                    double expected = lane < Lanes ? d[at] * (1 - ((double)h[at] * h[at])) : d[at];
                    Assert.Equal(expected, result[at], 1e-6);
                }
            }
        }
    }

    private static float[][] LstmForward<TVector, TLanes>()
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        AlignedBuffer gates = MatrixKernelTests.Random(4 * Stride, 1), previous = MatrixKernelTests.Random(4 * Stride, 2);
        AlignedBuffer cell = new(Stride), cellTanh = new(Stride), hidden = new(Stride);
        LstmCellKernel<TVector, TLanes>.Forward(
            gates.Pointer, Stride, previous.Pointer, cell.Pointer, cellTanh.Pointer, hidden.Pointer, Lanes);
        return [gates.Span.ToArray(), cell.Span.ToArray(), cellTanh.Span.ToArray(), hidden.Span.ToArray()];
    }

    private static float[] RnnBackward<TVector, TLanes>()
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        AlignedBuffer h = MatrixKernelTests.Random(2 * Stride, 1), d = MatrixKernelTests.Random(2 * Stride, 2);
        RnnCellKernel<TVector, TLanes>.Backward(h.Pointer, d.Pointer, 2, Stride, Lanes);
        return d.Span.ToArray();
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
