using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Tests.Plasticity;

public sealed class MaskTests
{
    [Fact]
    public void Constructor_OtherThanZeroAndOne_Throws() =>
        Assert.Throws<ArgumentException>(() => new Mask([1, 2, 0]));

    [Fact]
    public void PruneAndRevive_Twice_CountOnce()
    {
        Mask mask = new([1, 0, 1]);
        Assert.Equal(2, mask.ActiveCount);
        Assert.True(mask.Prune(0));
        Assert.False(mask.Prune(0));
        Assert.True(mask.Revive(1));
        Assert.False(mask.Revive(1));
        Assert.Equal([0, 1, 1], mask.Bits.ToArray());
        Assert.Equal(1, mask.PrunedCount);
    }

    [Fact]
    public void MaskSet_DeathsAndBirths_GiveTheMaskOfAnyPastBatch()
    {
        MaskSet masks = new([Matrix("a", 2), Matrix("bias", 2, prunable: false), Matrix("b", 3)]);
        masks.Prune(0, 1, batch: 5);
        masks.Prune(1, 2, batch: 8);
        masks.Revive(0, 1, batch: 9);
        Assert.Equal(5, masks.Total);
        Assert.Equal(1, masks.Pruned);
        Assert.Equal(2, masks.ParameterNumber(1));
        Assert.Equal([1, 1, 1, 1, 1], masks.History.MaskAfter(4));
        Assert.Equal([1, 0, 1, 1, 1], masks.History.MaskAfter(5));
        Assert.Equal([1, 0, 1, 1, 0], masks.History.MaskAfter(8));
        Assert.Equal([1, 1, 1, 1, 0], masks.History.MaskAfter(100));
        Assert.Equal([-1, -1, -1, -1, 8], masks.History.DeathBatches());
    }

    [Fact]
    public void MatrixSparsity_OfMasks_HasAlgorithm6sKeysAndCounts()
    {
        MaskSet masks = new([Matrix("lstm.weight_ih_l0", 4), Matrix("fc.weight", 2)]);
        masks.Prune(0, 3, 1);
        MatrixSparsity row = MatrixSparsity.Of(masks)[0];
        Assert.Equal("Linear_weight_ih_l0_0", row.Key);
        Assert.Equal((4, 1, 0.25), (row.Total, row.Pruned, row.Sparsity));
    }

    private static ParameterInfo Matrix(string name, int columns, bool prunable = true) =>
        new(name, "Linear", 0, 1, columns, [], "input", "hidden", prunable);
}
