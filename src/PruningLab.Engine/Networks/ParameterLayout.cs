namespace PruningLab.Engine.Networks;

/// <summary>The parameters of a network, as PyTorch's <c>nn.RNN</c> or <c>nn.LSTM</c> and <c>nn.Linear</c> name and shape them.</summary>
internal static class ParameterLayout
{
    /// <summary>Position of a parameter in the list.</summary>
    public const int InputWeights = 0, HiddenWeights = 1, InputBias = 2, HiddenBias = 3, HeadWeights = 4, HeadBias = 5;

    private static readonly string[] NoGates = [];
    private static readonly string[] LstmGates = ["i", "f", "g", "o"];

    /// <summary>All parameters, in PyTorch's order.</summary>
    public static ParameterInfo[] Describe(NetworkShape shape)
    {
        bool isLstm = shape.Spec.Kind == NetworkKind.Lstm;
        string prefix = isLstm ? "lstm" : "rnn";
        string module = isLstm ? "LSTM" : "RNN";
        string[] gates = isLstm ? LstmGates : NoGates;
        int hidden = shape.Spec.HiddenUnits;
        int rows = isLstm ? LstmGates.Length * hidden : hidden;
        return
        [
            new($"{prefix}.weight_ih_l0", module, 0, rows, shape.Inputs, gates, "input", "hidden", true),
            new($"{prefix}.weight_hh_l0", module, 0, rows, hidden, gates, "hidden", "hidden", true),
            new($"{prefix}.bias_ih_l0", module, 0, rows, 1, gates, "", "hidden", false),
            new($"{prefix}.bias_hh_l0", module, 0, rows, 1, gates, "", "hidden", false),
            new("fc.weight", "Linear", 1, 1, hidden, NoGates, "hidden", "output", true),
            new("fc.bias", "Linear", 1, 1, 1, NoGates, "", "output", false),
        ];
    }
}
