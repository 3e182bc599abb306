using static TorchSharp.torch;

namespace PruningLab.Engine.Torch;

/// <summary>Inverted dropout of some windows: per group a factor per unit and window, 0 or 1/(1−p).</summary>
/// <param name="groups">Per group [units × windows], on the network's device.</param>
internal sealed class DropoutFactors(IReadOnlyList<Tensor> groups)
{
    /// <summary>Multiplies values by the factors of a group.</summary>
    /// <param name="x">[windows × …], as many values per window as the group has units, in their order.</param>
    /// <param name="group">Number of the group.</param>
    public Tensor Apply(Tensor x, int group) => x * groups[group].t().reshape(x.shape);

    /// <summary>Those of some of the windows.</summary>
    public DropoutFactors Of(int first, int count) => new([.. groups.Select(group => group.narrow(1, first, count))]);
}
