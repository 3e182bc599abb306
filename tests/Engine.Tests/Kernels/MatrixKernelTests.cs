using PruningLab.Engine.Kernels;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Kernels;

public sealed unsafe class MatrixKernelTests
{
    public static TheoryData<KernelPath, int, int, int> Shapes()
    {
        TheoryData<KernelPath, int, int, int> data = [];
        foreach (KernelPath path in Enum.GetValues<KernelPath>())
        {
            foreach ((int rows, int depth, int columns) in new[] { (1, 1, 16), (3, 7, 48), (4, 64, 64), (9, 33, 80), (6, 0, 16) })
            {
                data.Add(path, rows, depth, columns);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Multiply_AnyShape_AgreesWithPlainLoops(KernelPath path, int rows, int depth, int columns)
    {
        AlignedBuffer a = Random((rows * depth) + 1, 1), b = Random((depth * columns) + 1, 2), c = Random(rows * columns, 3);
        float[] before = c.Span.ToArray();

        PathRunner.Multiply(path, a, rows, depth, b, columns, 0.5f, accumulate: false, c);
        AssertProduct(a, rows, depth, b, columns, _ => 0.5f, c);

        before.CopyTo(c.Span);
        PathRunner.Multiply(path, a, rows, depth, b, columns, 0.5f, accumulate: true, c);
        AssertProduct(a, rows, depth, b, columns, i => before[i], c);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    [InlineData(7, 9)]
    [InlineData(64, 6)]
    [InlineData(3, 16)]
    public void Transpose_AnyShape_SwapsIndices(int rows, int columns)
    {
        int sourceStride = columns + 3, destinationStride = rows + 5;
        AlignedBuffer source = Random(rows * sourceStride, 4), destination = new(columns * destinationStride);

        TransposeKernel.Transpose(source.Pointer, sourceStride, rows, columns, destination.Pointer, destinationStride);

        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < destinationStride; i++)
            {
                float expected = i < rows ? source.Span[(i * sourceStride) + j] : 0f;
                Assert.Equal(expected, destination.Span[(j * destinationStride) + i]);
            }
        }
    }

    [Fact]
    public void AlignedBuffer_AnyLength_StartsOnACacheLineWithZeros()
    {
        for (int length = 0; length < 40; length++)
        {
            AlignedBuffer buffer = new(length);
            Assert.Equal(0, (nint)buffer.Pointer % 64);
            Assert.Equal(length, buffer.Span.Length);
            Assert.All(buffer.Span.ToArray(), v => Assert.Equal(0f, v));
        }
    }

    internal static AlignedBuffer Random(int length, ulong seed)
    {
        RandomStream stream = new(seed);
        AlignedBuffer buffer = new(length);
        foreach (ref float value in buffer.Span)
        {
            value = stream.NextSingle(-1f, 1f);
        }
        return buffer;
    }

    private static void AssertProduct(
        AlignedBuffer a, int rows, int depth, AlignedBuffer b, int columns, Func<int, float> start, AlignedBuffer c)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = start((i * columns) + j);
                for (int k = 0; k < depth; k++)
                {
                    sum += (double)a.Span[(i * depth) + k] * b.Span[(k * columns) + j];
                }
                Assert.Equal(sum, c.Span[(i * columns) + j], 5e-6);
            }
        }
    }
}
