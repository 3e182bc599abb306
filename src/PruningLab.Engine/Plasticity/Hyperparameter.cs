using System.Globalization;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Plasticity;

/// <summary>One hyperparameter of a rule; the panel, the docs table and the files are made from it.</summary>
public sealed record Hyperparameter
{
    /// <summary>Name in files and addresses, for example <c>s_max</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Symbol as the paper writes it; may be empty.</summary>
    public string Symbol { get; init; } = "";

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence that explains it.</summary>
    public required string Explanation { get; init; }

    /// <summary>Kind of value.</summary>
    public HyperparameterKind Kind { get; init; } = HyperparameterKind.Number;

    /// <summary>Value when nobody chooses one.</summary>
    public required double Default { get; init; }

    /// <summary>Least value.</summary>
    public double Min { get; init; }

    /// <summary>Greatest value.</summary>
    public double Max { get; init; } = 1;

    /// <summary>Step of the slider.</summary>
    public double Step { get; init; } = 0.01;

    /// <summary>Unit for people, for example <c>epochs</c>; may be empty.</summary>
    public string Unit { get; init; } = "";

    /// <summary>True when it may change between two batches.</summary>
    public bool IsLive { get; init; }

    /// <summary>Ids of the choices, in the order of their values.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Names of the choices for people, in the same order.</summary>
    public IReadOnlyList<string> ChoiceNames { get; init; } = [];

    /// <summary>Checks a value.</summary>
    /// <exception cref="SettingException">It is outside the range, or not whole where it must be.</exception>
    public void Check(double value)
    {
        bool whole = Kind != HyperparameterKind.Number;
        double max = Kind == HyperparameterKind.Choice ? Choices.Count - 1 : Max;
        if (double.IsFinite(value) && value >= Min && value <= max && (!whole || value == Math.Floor(value)))
        {
            return;
        }
        string expected = Kind switch
        {
            HyperparameterKind.Choice => $"one of {string.Join(", ", Choices)}",
            HyperparameterKind.Count => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Min} to {Max}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"a number from {Min} to {Max}"),
        };
        throw new SettingException(string.Create(CultureInfo.InvariantCulture, $"{Name} ({Id}) is {value}, but must be {expected}."));
    }

    /// <summary>The value as people and files write it.</summary>
    public string Format(double value) => Kind == HyperparameterKind.Choice && value >= 0 && value < Choices.Count
        ? Choices[(int)value]
        : value.ToString("0.######", CultureInfo.InvariantCulture);
}
