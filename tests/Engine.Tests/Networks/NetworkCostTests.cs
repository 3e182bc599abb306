using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Tests.Networks;

public sealed class NetworkCostTests
{
    private static readonly NetworkShape Lstm = new(new NetworkSpec { Kind = NetworkKind.Lstm, HiddenUnits = 64 }, 6, 30, 64);

    private static readonly NetworkShape Mlp = new(
        new NetworkSpec { Kind = NetworkKind.Mlp, Mlp = new MlpSpec { HiddenLayers = [300, 100] } }, 784, 1, 64)
    { Outputs = 10 };

    private static readonly NetworkShape PatchTst = new(new NetworkSpec { Kind = NetworkKind.PatchTst }, 6, 30, 64);

    [Fact]
    public void MultiplyAdds_Lstm_MultipliesBothMatricesInEachStep()
    {
        Assert.Equal((30 * ((256 * 6) + (256 * 64))) + 64, NetworkCost.MultiplyAdds(Lstm, All(Lstm)));
        Assert.Equal((30 * 100) + 1, NetworkCost.MultiplyAdds(Lstm, i => i switch { 0 => 40, 1 => 60, 4 => 1, _ => 999 }));
    }

    [Fact]
    public void MultiplyAdds_Mlp_IsTheSumOfItsMatrices() =>
        Assert.Equal((784 * 300) + (300 * 100) + (100 * 10), NetworkCost.MultiplyAdds(Mlp, All(Mlp)));

    [Fact]
    public void MultiplyAdds_PatchTst_MultipliesPerPatchAndAddsAttention()
    {
        // 30 rows in patches of 3: 10 patches of 18 inputs.
        const long perBlock = (384 * 128) + (128 * 128) + (2 * 128 * 256);
        const long attention = 3 * 2 * 10 * 10 * 128;
        Assert.Equal((10 * ((18 * 128) + (3 * perBlock))) + 128 + attention, NetworkCost.MultiplyAdds(PatchTst, All(PatchTst)));
        Assert.Equal(attention, NetworkCost.MultiplyAdds(PatchTst, _ => 0));
    }

    [Fact]
    public void DenseBytes_Mlp_AreFourPerParameter() => Assert.Equal(4 * (235500 + 30100 + 1010), NetworkCost.DenseBytes(Mlp));

    [Fact]
    public void Uses_WhatIsNoMatrix_IsNothing()
    {
        Assert.All(Architecture.Of(PatchTst).Parameters.Where(p => p.Columns == 1 || p.Name == "position_embedding"), p => Assert.Equal(0, NetworkCost.Uses(PatchTst, p)));
    }

    private static Func<int, long> All(NetworkShape shape) => i => Architecture.Of(shape).Parameters[i].Length;
}
