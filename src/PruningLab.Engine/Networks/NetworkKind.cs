namespace PruningLab.Engine.Networks;

/// <summary>The kinds of network.</summary>
public enum NetworkKind
{
    /// <summary>Elman network with tanh, PyTorch's <c>nn.RNN</c>, then a linear layer on the last step.</summary>
    Rnn,

    /// <summary>Long short-term memory, PyTorch's <c>nn.LSTM</c>, then a linear layer on the last step.</summary>
    Lstm,
}
