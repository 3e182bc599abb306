using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Plasticity;

public sealed class MagnitudeRankingTests
{
    private static readonly float[] Extremes = [0f, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, 1f];

    public static TheoryData<string> Kinds => ["uniform", "many scales", "few values", "all equal", "denormals", "one digit", "extremes"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void KthSmallest_OfMaskedMatrices_IsThatOfSorting(string kind)
    {
        RandomStream random = new(11);
        foreach (int count in (int[])[1, 2, 15, 16, 17, 63, 64, 65, 1000, 4096, 4097, 12_345])
        {
            float[] weights = [.. Enumerable.Range(0, count).Select(_ => Weight(kind, random))];
            byte[] mask = [.. Enumerable.Range(0, count).Select(i => (byte)(i == count / 2 || random.NextInt32(3) > 0 ? 1 : 0))];
            float[] sorted = [.. weights.Where((_, i) => mask[i] == 1).Select(MathF.Abs).Order()];
            float[] room = new float[sorted.Length];
            int split = count / 3;
            foreach (int k in Ranks(sorted.Length))
            {
                MagnitudeRanking ranking = new(room, new int[MagnitudeRanking.CountsLength]);
                ranking.Add(weights.AsSpan(0, split), mask.AsSpan(0, split));
                ranking.Add(weights.AsSpan(split), mask.AsSpan(split));
                Assert.Equal(sorted.Length, ranking.Count);
                float value = ranking.KthSmallest(k, out int below);
                Assert.Equal(sorted[k - 1], value);
                Assert.Equal(sorted.Count(w => w < value), below);
            }
        }
    }

    [Fact]
    public void KthSmallest_NotANumber_RanksAboveInfinity()
    {
        float[] weights = [float.NaN, -2f, float.NegativeInfinity, -float.NaN, 1f];
        float[] ranked = [.. Enumerable.Range(1, 5).Select(k => GlobalMagnitudeSelection.KthSmallest(weights, k))];
        Assert.Equal([1f, 2f, float.PositiveInfinity, float.NaN, float.NaN], ranked);
    }

    [Fact]
    public void KthSmallest_NegativeZero_IsZero() =>
        Assert.Equal(0u, BitConverter.SingleToUInt32Bits(GlobalMagnitudeSelection.KthSmallest([-0f, 1f], 1)));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void KthSmallest_RankOutside_Throws(int k) => Assert.Throws<ArgumentOutOfRangeException>(() =>
    {
        MagnitudeRanking ranking = Gathered(4, [1f, 2f, 3f], [1, 1, 1]);
        ranking.KthSmallest(k, out _);
    });

    [Fact]
    public void KthSmallest_AskedTwice_Throws() => Assert.Throws<InvalidOperationException>(() =>
    {
        MagnitudeRanking ranking = Gathered(4, [1f, 2f, 3f], [1, 1, 1]);
        ranking.KthSmallest(1, out _);
        ranking.KthSmallest(1, out _);
    });

    [Fact]
    public void Add_MoreThanThereIsRoomFor_Throws() =>
        Assert.Throws<ArgumentException>(() => Gathered(2, [1f, 2f, 3f, 4f], [1, 0, 1, 1]).Count);

    [Fact]
    public void Add_AsManyAsThereIsRoomFor_TakesThem() => Assert.Equal(2, Gathered(2, [1f, 2f, 3f, 4f], [0, 1, 1, 0]).Count);

    [Fact]
    public void Add_MaskOfAnotherLength_Throws() =>
        Assert.Throws<ArgumentException>(() => Gathered(4, [1f, 2f], [1, 1, 1]).Count);

    [Fact]
    public void Constructor_CountsOfAnotherLength_Throws() =>
        Assert.Throws<ArgumentException>(() => new MagnitudeRanking(new float[1], new int[8]).Count);

    private static MagnitudeRanking Gathered(int room, float[] weights, byte[] mask)
    {
        MagnitudeRanking ranking = new(new float[room], new int[MagnitudeRanking.CountsLength]);
        ranking.Add(weights, mask);
        return ranking;
    }

    private static IEnumerable<int> Ranks(int count) =>
        new[] { 1, 2, (count / 4) + 1, (count / 2) + 1, count - 1, count }.Where(k => k >= 1 && k <= count).Distinct();

    private static float Weight(string kind, RandomStream random) => kind switch
    {
        "uniform" => random.NextSingle(-0.125f, 0.125f),
        "many scales" => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.NextInt32(70) - 35),
        "few values" => (random.NextInt32(7) - 3) * 0.25f,
        "all equal" => random.NextInt32(2) == 0 ? 0.3f : -0.3f,
        "denormals" => BitConverter.UInt32BitsToSingle((uint)random.NextInt32(1 << 23) | ((uint)random.NextInt32(2) << 31)),
        // The same exponent and top fraction bits: the first digit decides nothing.
        "one digit" => 1f + (random.NextInt32(1 << 20) * 1.1920929e-7f),
        _ => Extremes[random.NextInt32(Extremes.Length)],
    };
}
