using System.Globalization;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>Hidden layers of a multi-layer perceptron.</summary>
public sealed record MlpSpec
{
    /// <summary>Most hidden layers and most units of one.</summary>
    public const int MaxLayers = 16, MaxUnits = 4096;

    /// <summary>Units of each hidden layer, from the input on; empty for a linear model. Default: LeNet-300-100.</summary>
    public IReadOnlyList<int> HiddenLayers { get; init; } = [300, 100];

    /// <summary>Activation of the hidden layers.</summary>
    public ActivationKind Activation { get; init; } = ActivationKind.Relu;

    /// <summary>Checks the sizes.</summary>
    /// <exception cref="SettingException">A size cannot be.</exception>
    public void Validate()
    {
        if (HiddenLayers.Count > MaxLayers)
        {
            throw new SettingException($"The perceptron has {HiddenLayers.Count} hidden layers, but must not have more than {MaxLayers}.");
        }
        foreach (int units in HiddenLayers)
        {
            if (units is < 1 or > MaxUnits)
            {
                throw new SettingException(string.Create(CultureInfo.InvariantCulture,
                    $"A hidden layer of the perceptron has {units} units, but must have from 1 to {MaxUnits}."));
            }
        }
        if (!Enum.IsDefined(Activation))
        {
            throw new SettingException($"There is no activation {Activation}; choose tanh, relu or sigmoid.");
        }
    }

    /// <inheritdoc/>
    public bool Equals(MlpSpec? other) =>
        other is not null && Activation == other.Activation && HiddenLayers.SequenceEqual(other.HiddenLayers);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Activation);
        foreach (int units in HiddenLayers)
        {
            hash.Add(units);
        }
        return hash.ToHashCode();
    }
}
