using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>What a person chooses about the network; the rest follows from the data.</summary>
public sealed record NetworkSpec
{
    /// <summary>Fewest and most hidden units.</summary>
    public const int MinHiddenUnits = 1, MaxHiddenUnits = 4096;

    /// <summary>Kind of network.</summary>
    public NetworkKind Kind { get; init; } = NetworkKind.Lstm;

    /// <summary>Hidden units of an RNN or LSTM.</summary>
    public int HiddenUnits { get; init; } = 64;

    /// <summary>Layers of a perceptron.</summary>
    public MlpSpec Mlp { get; init; } = new();

    /// <summary>Sizes of a PatchTST.</summary>
    public PatchTstSpec PatchTst { get; init; } = new();

    /// <summary>Checks what can be checked without the data.</summary>
    /// <exception cref="SettingException">A size cannot be; the sentence names it.</exception>
    public void Validate()
    {
        if (HiddenUnits is < MinHiddenUnits or > MaxHiddenUnits)
        {
            throw new SettingException($"Hidden units is {HiddenUnits}, but must be a whole number from {MinHiddenUnits} to {MaxHiddenUnits}.");
        }
        if (!Enum.IsDefined(Kind))
        {
            throw new SettingException($"There is no network of kind {Kind}; choose rnn, lstm, mlp or patch-tst.");
        }
        Mlp.Validate();
        PatchTst.Validate();
    }
}
