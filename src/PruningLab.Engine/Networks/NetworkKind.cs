namespace PruningLab.Engine.Networks;

/// <summary>The kinds of network.</summary>
public enum NetworkKind
{
    /// <summary>Elman network with tanh, PyTorch's <c>nn.RNN</c>, then a linear layer on the last step.</summary>
    Rnn,

    /// <summary>Long short-term memory, PyTorch's <c>nn.LSTM</c>, then a linear layer on the last step.</summary>
    Lstm,

    /// <summary>Multi-layer perceptron over the whole window.</summary>
    Mlp,

    /// <summary>Transformer over patches of the window, as in Vos et al. 2025, Figure 2.</summary>
    PatchTst,
}
