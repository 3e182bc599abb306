using PruningLab.Engine.Kernels;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Tests.Kernels;

public sealed class SparseKernelTests
{
    private static readonly double[] Densities = [1, 0.7, 0.3, 0.1, 0.01, 0];

    public static TheoryData<KernelPath, int, int, int, int> Shapes()
    {
        TheoryData<KernelPath, int, int, int, int> data = [];
        foreach (KernelPath path in Enum.GetValues<KernelPath>())
        {
            foreach ((int rows, int columns, int lanes, int gates) in new[]
            {
                (1, 1, 16, 1), (3, 7, 48, 1), (64, 20, 64, 1), (33, 65, 32, 1), (40, 9, 64, 4), (9, 300, 16, 1), (268, 3, 48, 1), (260, 131, 16, 4),
            })
            {
                data.Add(path, rows, columns, lanes, gates);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Multiply_AnyMask_GivesTheBitsOfTheDenseKernel(KernelPath path, int rows, int columns, int lanes, int gates)
    {
        foreach (double density in Densities)
        {
            SparseMatrix matrix = new(rows, columns, 1, lanes, density, gates);
            foreach (bool transposed in new[] { false, true })
            {
                double[] plain = matrix.PlainProduct(transposed);
                foreach (bool accumulate in new[] { false, true })
                {
                    float[] sparse = matrix.Product(path, transposed, sparse: true, accumulate);

                    Assert.Equal(matrix.Product(path, transposed, sparse: false, accumulate), sparse);
                    for (int i = 0; i < plain.Length; i++)
                    {
                        Assert.Equal(plain[i], sparse[i], 1e-5);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_AnyMask_AgreeWithPlainLoops(KernelPath path, int rows, int columns, int lanes, int gates)
    {
        foreach (double density in Densities)
        {
            foreach (int steps in new[] { 1, 3, 7 })
            {
                SparseMatrix matrix = new(rows, columns, steps, lanes, density, gates);
                double[] plain = matrix.PlainGradients();
                foreach (bool backward in new[] { false, true })
                {
                    float[] gradients = matrix.Gradients(path, backward);
                    for (int i = 0; i < plain.Length; i++)
                    {
                        Assert.Equal(plain[i], gradients[i], 2e-5);
                        Assert.True(matrix.Mask[i] || gradients[i] == 0);
                    }
                }
            }
        }
    }

    [Fact]
    public unsafe void Build_LiteralMask_ListsActivePositionsRowByRow()
    {
        SparsePattern pattern = new(3, 4);

        pattern.Build(new Mask([0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0]).Bits, 4);

        Assert.Equal(4, pattern.Count);
        Assert.Equal([0, 2, 2, 4], new ReadOnlySpan<int>(pattern.RowStarts, 4).ToArray());
        Assert.Equal([1, 3, 8, 9], new ReadOnlySpan<int>(pattern.Positions, 4).ToArray());
    }

    [Fact]
    public unsafe void Arrange_Rows_PairsNeighboursByLengthWithinAGroup()
    {
        SparsePattern pattern = new(5, 3);
        pattern.Build(new Mask([1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 1]).Bits, 7);
        int[] order = [0, 1, 2, 3, 4];
        SparseRows rows = new(5, 1, 3);
        fixed (int* weightRows = order)
        {
            rows.Begin();
            rows.Count(pattern, weightRows, 0);
            rows.Arrange();
            rows.Fill(0, pattern, weightRows, 0, 16);
        }

        // Lengths 1, 0, 3, 2, 1: rows 2 and 3, 0 and 4, and row 1 alone.
        Assert.Equal([2, 3, 0, 4, 1, 1], new ReadOnlySpan<int>(rows.PairRows, 6).ToArray());
        Assert.Equal([0, 6, 8, 8], new ReadOnlySpan<int>(rows.PairStarts, 4).ToArray());
        Assert.Equal([0L, 0, 16, 16, 32, 0, 0, 32], new ReadOnlySpan<long>(rows.Entries, 8).ToArray());
    }

    [Theory]
    [InlineData(KernelPath.Vector512)]
    [InlineData(KernelPath.Vector256)]
    [InlineData(KernelPath.Scalar)]
    public void Choose_Automatic_IsDenseForFullAndSparseForEmptyMatrices(KernelPath path)
    {
        foreach (bool isRepeated in new[] { false, true })
        {
            Assert.False(BreakEven.Choose(KernelMode.Automatic, path, isRepeated, 64, 1).IsAnySparse);
            Assert.Equal(new MatrixKernels(true, true, true), BreakEven.Choose(KernelMode.Automatic, path, isRepeated, 64, 0.05));
            Assert.False(BreakEven.Choose(KernelMode.Dense, path, isRepeated, 64, 0.05).IsAnySparse);
            Assert.Equal(new MatrixKernels(true, true, true), BreakEven.Choose(KernelMode.Sparse, path, isRepeated, 64, 1));
        }
    }
}
