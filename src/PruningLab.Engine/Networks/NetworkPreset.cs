namespace PruningLab.Engine.Networks;

/// <summary>A sensible whole network, chosen at once.</summary>
/// <param name="Id">Short name for files and tests.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Explanation">What it is and where it comes from, in one sentence.</param>
/// <param name="Spec">The network.</param>
public sealed record NetworkPreset(string Id, string Name, string Explanation, NetworkSpec Spec)
{
    /// <summary>All presets, kind by kind.</summary>
    public static IReadOnlyList<NetworkPreset> All { get; } =
    [
        new("rnn-64", "RNN-64, paper", "The RNN of Vos et al. 2025: 64 units, tanh.", new NetworkSpec { Kind = NetworkKind.Rnn, HiddenUnits = 64 }),
        new("lstm-64", "LSTM-64, paper", "The LSTM of Vos et al. 2025: 64 units.", new NetworkSpec { Kind = NetworkKind.Lstm, HiddenUnits = 64 }),
        new("lstm-128", "LSTM-128", "The LSTM that is usual for images read row by row.", new NetworkSpec { Kind = NetworkKind.Lstm, HiddenUnits = 128 }),
        new("lenet-300-100", "LeNet-300-100", "The perceptron on which pruning of images is usually compared: 300 and 100 units, ReLU.", Perceptron(ActivationKind.Relu, 300, 100)),
        new("mlp-500x4", "MLP 500 × 4", "A deep perceptron with much to prune: four layers of 500 units, ReLU.", Perceptron(ActivationKind.Relu, 500, 500, 500, 500)),
        new("mlp-small", "MLP 5-5-5", "Three layers of 5 units, tanh: small enough to see every connection.", Perceptron(ActivationKind.Tanh, 5, 5, 5)),
        new("patchtst", "PatchTST, paper", "The PatchTST of Vos et al. 2025: width 128, 3 blocks, 8 heads, feed-forward 256.", new NetworkSpec { Kind = NetworkKind.PatchTst }),
        new("patchtst-small", "PatchTST, small", "A PatchTST that is quick to watch: width 32, 2 blocks, 4 heads, feed-forward 64.",
            new NetworkSpec { Kind = NetworkKind.PatchTst, PatchTst = new PatchTstSpec { Width = 32, Blocks = 2, Heads = 4, FeedForward = 64 } }),
    ];

    /// <summary>Whether a network is this one; what its kind does not use is not compared.</summary>
    public bool Fits(NetworkSpec network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Kind == Spec.Kind && network.Kind switch
        {
            NetworkKind.Mlp => network.Mlp.Equals(Spec.Mlp),
            NetworkKind.PatchTst => network.PatchTst == Spec.PatchTst,
            _ => network.HiddenUnits == Spec.HiddenUnits,
        };
    }

    /// <summary>A network as this preset has it; what its kind does not use stays as it was.</summary>
    public NetworkSpec Apply(NetworkSpec network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Spec.Kind switch
        {
            NetworkKind.Mlp => network with { Kind = Spec.Kind, Mlp = Spec.Mlp },
            NetworkKind.PatchTst => network with { Kind = Spec.Kind, PatchTst = Spec.PatchTst },
            _ => network with { Kind = Spec.Kind, HiddenUnits = Spec.HiddenUnits },
        };
    }

    private static NetworkSpec Perceptron(ActivationKind activation, params int[] layers) =>
        new() { Kind = NetworkKind.Mlp, Mlp = new MlpSpec { HiddenLayers = layers, Activation = activation } };
}
