using System.Globalization;
using PruningLab.Components.Controls;
using PruningLab.Engine.Networks;

namespace PruningLab.Components.Panels;

/// <summary>Kind and size of the network.</summary>
public sealed partial class NetworkGroup : DeskGroup
{
    private static readonly Choice[] s_kinds =
    [
        new(nameof(NetworkKind.Lstm), "LSTM", "Long short-term memory, as PyTorch's nn.LSTM, then a linear layer on the last step."),
        new(nameof(NetworkKind.Rnn), "RNN", "Elman network with tanh, as PyTorch's nn.RNN, then a linear layer on the last step."),
    ];

    /// <inheritdoc/>
    protected override string Place => "network";

    private string Note => Spec.Network == Desk.View.Spec.Network
        ? string.Create(CultureInfo.InvariantCulture, $"{Desk.View.Parameters.Sum(parameter => parameter.Length):N0} parameters")
        : string.Empty;

    private Task SetKindAsync(string kind) => ChangeAsync("network-kind", kind == nameof(NetworkKind.Lstm) ? "LSTM" : "RNN",
        spec => spec with { Network = spec.Network with { Kind = Enum.Parse<NetworkKind>(kind) } });

    private Task SetHiddenAsync(double units) => ChangeAsync("hidden-units", $"{(int)units} hidden units",
        spec => spec with { Network = spec.Network with { HiddenUnits = (int)units } });
}
