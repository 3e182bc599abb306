using PruningLab.Engine.Kernels;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Kernels;

public sealed class SelectionKernelTests
{
    private static readonly int[] Lengths = [0, 1, 15, 16, 17, 31, 33, 200];

    [Fact]
    public void Gather_AnyLengthAndRoom_IsThatOfOneByOne()
    {
        RandomStream random = new(3);
        foreach (int length in Lengths)
        {
            (float[] weights, byte[] mask) = Matrix(random, length);
            uint[] expected = [.. weights.Where((_, i) => mask[i] == 1).Select(w => BitConverter.SingleToUInt32Bits(MathF.Abs(w)))];
            foreach (int room in (int[])[expected.Length / 2, expected.Length, length + 20])
            {
                uint[] destination = new uint[room];
                int count = SelectionKernel.Gather(weights, mask, destination);
                Assert.Equal(Math.Min(room, expected.Length), count);
                Assert.Equal(expected.AsSpan(0, count), destination.AsSpan(0, count));
            }
        }
    }

    [Fact]
    public void FindBelow_AnyLength_IsThatOfOneByOne()
    {
        RandomStream random = new(4);
        foreach (int length in Lengths)
        {
            (float[] weights, byte[] mask) = Matrix(random, length);
            foreach (float limit in (float[])[0f, 0.5f, 2f])
            {
                int[] positions = new int[length];
                int count = SelectionKernel.FindBelow(weights, mask, BitConverter.SingleToUInt32Bits(limit), positions);
                Assert.Equal(Enumerable.Range(0, length).Where(i => mask[i] == 1 && MathF.Abs(weights[i]) < limit), positions[..count]);
            }
        }
    }

    [Fact]
    public void KeepAndCountDigits_InPlace_AreThoseOfOneByOne()
    {
        RandomStream random = new(6);
        foreach (int length in Lengths)
        {
            uint[] values = [.. Enumerable.Range(0, length).Select(_ => (uint)random.NextInt32(1 << 12))];
            uint[] expected = [.. values.Where(v => v >> 10 == 2)];
            int[] counts = new int[4 * 8];
            SelectionKernel.CountDigits(values, 4, 8, counts);
            for (int digit = 0; digit < 8; digit++)
            {
                Assert.Equal(
                    values.Count(v => ((v >> 4) & 7) == digit), counts[digit] + counts[8 + digit] + counts[16 + digit] + counts[24 + digit]);
            }
            int count = SelectionKernel.Keep(values, 10, 2, values);
            Assert.Equal(expected, values[..count]);
        }
    }

    private static (float[] Weights, byte[] Mask) Matrix(RandomStream random, int length) =>
        ([.. Enumerable.Range(0, length).Select(_ => random.NextSingle(-1, 1))], [.. Enumerable.Range(0, length).Select(_ => (byte)random.NextInt32(2))]);
}
