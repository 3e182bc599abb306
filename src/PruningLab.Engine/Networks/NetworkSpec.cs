namespace PruningLab.Engine.Networks;

/// <summary>What a person chooses about the network; the rest follows from the data.</summary>
public sealed record NetworkSpec
{
    /// <summary>Fewest and most hidden units.</summary>
    public const int MinHiddenUnits = 1, MaxHiddenUnits = 1024;

    /// <summary>Kind of network.</summary>
    public NetworkKind Kind { get; init; } = NetworkKind.Lstm;

    /// <summary>Hidden units.</summary>
    public int HiddenUnits { get; init; } = 64;
}
