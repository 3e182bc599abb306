using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Plasticity;

public sealed class GlobalMagnitudeSelectionTests
{
    [Fact]
    public void Decide_Published_LeavesTheKthWeightItself()
    {
        CutDecision decision = GlobalMagnitudeSelection.Decide([0.5f, 0.1f, 0.4f, 0.2f, 0.3f], 5, 0.6, SelectionKind.Published);
        Assert.Equal(new CutDecision(CutReason.Cuts, 3, 0.3f, 2, 2), decision);
    }

    [Fact]
    public void Decide_ExactCount_TakesK()
    {
        CutDecision decision = GlobalMagnitudeSelection.Decide([0.5f, 0.1f, 0.4f, 0.2f, 0.3f], 5, 0.6, SelectionKind.ExactCount);
        Assert.Equal(new CutDecision(CutReason.Cuts, 3, 0.3f, 2, 3), decision);
    }

    [Fact]
    public void Decide_TiesAtTheThreshold_AllSurviveAsPublished()
    {
        CutDecision decision = GlobalMagnitudeSelection.Decide([0.2f, 0.1f, 0.2f, 0.2f, 0.3f], 5, 0.6, SelectionKind.Published);
        Assert.Equal(new CutDecision(CutReason.Cuts, 3, 0.2f, 1, 1), decision);
    }

    [Fact]
    public void Decide_AllTied_CutsNothingAsPublished()
    {
        CutDecision decision = GlobalMagnitudeSelection.Decide([0.2f, 0.2f, 0.2f], 3, 0.7, SelectionKind.Published);
        Assert.Equal(0, decision.Cut);
        Assert.Equal(2, decision.Asked);
    }

    [Fact]
    public void Decide_TargetReached_SaysSo()
    {
        CutDecision decision = GlobalMagnitudeSelection.Decide([0.2f, 0.3f], 4, 0.5, SelectionKind.Published);
        Assert.Equal(CutReason.TargetReached, decision.Reason);
        Assert.Equal(0, decision.Cut);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.2)]
    public void Decide_AsksForAllThatIsLeft_CutsNothing(double target)
    {
        CutDecision decision = GlobalMagnitudeSelection.Decide([0.2f, 0.3f], 4, target, SelectionKind.ExactCount);
        Assert.Equal(CutReason.AsksForAll, decision.Reason);
        Assert.Equal(0, decision.Cut);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    public void Decide_ImpossibleTarget_Throws(double target) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GlobalMagnitudeSelection.Decide([0.2f], 1, target, SelectionKind.Published));

    [Fact]
    public void KthSmallest_OfRandomNumbers_IsThatOfSorting()
    {
        RandomStream random = new(7);
        foreach (int count in (int[])[1, 2, 3, 10, 1000, 5000])
        {
            float[] values = new float[count];
            for (int i = 0; i < count; i++)
            {
                // Many scales, many ties, zeros, denormals.
                values[i] = MathF.Round(random.NextSingle() * 50) * MathF.Pow(10, random.NextInt32(60) - 44);
            }
            float[] sorted = [.. values.Order()];
            for (int k = 1; k <= count; k += Math.Max(1, count / 97))
            {
                Assert.Equal(sorted[k - 1], GlobalMagnitudeSelection.KthSmallest(values, k));
            }
            Assert.Equal(sorted[^1], GlobalMagnitudeSelection.KthSmallest(values, count));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void KthSmallest_RankOutside_Throws(int k) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GlobalMagnitudeSelection.KthSmallest([1f, 2f], k));

    [Fact]
    public void GatherMagnitudes_SkipsMasked_AlsoAtTheEndOfTightRoom()
    {
        float[] destination = new float[2];
        int count = GlobalMagnitudeSelection.GatherMagnitudes([-3f, 0f, 2f, 0f], [1, 0, 1, 0], destination);
        Assert.Equal(2, count);
        Assert.Equal([3f, 2f], destination);
    }
}
