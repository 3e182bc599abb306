namespace PruningLab.Engine.Networks;

/// <summary>Name and shape of one parameter, as PyTorch's <c>state_dict</c> has them.</summary>
/// <param name="Name">Full name, for example <c>lstm.weight_ih_l0</c> or <c>fc.weight</c>.</param>
/// <param name="Module">Class of the module that owns it: for example <c>LSTM</c> or <c>Linear</c>.</param>
/// <param name="LayerIndex">Index of that module within the network, from 0 (the last part of Algorithm 6's key).</param>
/// <param name="Rows">Rows: units that receive, gate by gate; for a bias its length.</param>
/// <param name="Columns">Columns: units that send; 1 for a bias.</param>
/// <param name="Gates">Names of the gates stacked along the rows, in PyTorch's order (<c>i, f, g, o</c> or
/// <c>Q, K, V</c>); empty without gates.</param>
/// <param name="From">Id of the <see cref="UnitGroup"/> that sends; empty for a bias.</param>
/// <param name="To">Id of the <see cref="UnitGroup"/> that receives.</param>
/// <param name="IsPrunable">True for weight matrices, and for the scales of LayerNorm where <see cref="PatchTstSpec.PruneNormScales"/> asks for it.</param>
public sealed record ParameterInfo(
    string Name, string Module, int LayerIndex, int Rows, int Columns,
    IReadOnlyList<string> Gates, string From, string To, bool IsPrunable)
{
    /// <summary>How the first values are made.</summary>
    public ParameterInitial Initial { get; init; }

    /// <summary>Number of values.</summary>
    public int Length => Rows * Columns;

    /// <summary>Last part of the name, for example <c>weight_ih_l0</c>.</summary>
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>Key of Algorithm 6: module class, parameter name, layer index, joined by underscores.</summary>
    public string StatisticsKey => $"{Module}_{ShortName}_{LayerIndex}";
}
