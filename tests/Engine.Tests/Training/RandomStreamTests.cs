using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Training;

public sealed class RandomStreamTests
{
    [Fact]
    public void Open_TwoNames_AreTwoStreamsAndEachIsTheSameAgain()
    {
        RandomStreams streams = new(42);
        ulong weights = streams.Open("weights").NextUInt64();
        Assert.Equal(weights, new RandomStreams(42).Open("weights").NextUInt64());
        Assert.NotEqual(weights, streams.Open("shuffle").NextUInt64());
        Assert.NotEqual(weights, new RandomStreams(43).Open("weights").NextUInt64());
    }

    [Fact]
    public void NextUInt64_KnownState_IsXoshiro256PlusPlus()
    {
        // First outputs for SplitMix64 seeding with 0, computed from the published algorithm.
        ulong state = 0;
        ulong[] s = [Next(), Next(), Next(), Next()];
        ulong expected = ulong.RotateLeft(s[0] + s[3], 23) + s[0];
        Assert.Equal(0xE220A8397B1DCDAF, s[0]);
        Assert.Equal(expected, new RandomStream(0).NextUInt64());

        ulong Next()
        {
            ulong z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    [Fact]
    public void NextInt32_ManyDraws_AreUniform()
    {
        RandomStream random = new(3);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[random.NextInt32(7)]++;
        }
        Assert.All(counts, c => Assert.InRange(c, 9_600, 10_400));
    }

    [Fact]
    public void NextSingle_ManyDraws_FillTheRange()
    {
        RandomStream random = new(4);
        float[] draws = [.. Enumerable.Range(0, 10_000).Select(_ => random.NextSingle(-2, 2))];
        Assert.All(draws, d => Assert.True(d is >= -2 and < 2));
        Assert.InRange(draws.Average(), -0.05f, 0.05f);
    }

    [Fact]
    public void Shuffle_Numbers_IsAPermutation()
    {
        int[] values = [.. Enumerable.Range(0, 100)];
        new RandomStream(5).Shuffle(values);
        Assert.NotEqual(Enumerable.Range(0, 100), values);
        Assert.Equal(Enumerable.Range(0, 100), values.Order());
    }
}
