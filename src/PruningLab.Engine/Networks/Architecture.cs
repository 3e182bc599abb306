namespace PruningLab.Engine.Networks;

/// <summary>What a network consists of, whatever the backend: its parameters with names, shapes and first values as PyTorch
/// has them, and the groups of units they connect.</summary>
public sealed class Architecture
{
    internal static readonly string[] NoGates = [];

    internal Architecture(IReadOnlyList<ParameterInfo> parameters, IReadOnlyList<UnitGroup> groups)
    {
        Parameters = parameters;
        Groups = groups;
    }

    /// <summary>All parameters, in the order of PyTorch's <c>state_dict</c>.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>All groups of units, from the input to the output.</summary>
    public IReadOnlyList<UnitGroup> Groups { get; }

    /// <summary>The architecture of a shape.</summary>
    public static Architecture Of(NetworkShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Spec.Kind switch
        {
            NetworkKind.Mlp => MlpArchitecture.Describe(shape),
            NetworkKind.PatchTst => PatchTstArchitecture.Describe(shape),
            _ => RecurrentArchitecture.Describe(shape),
        };
    }

    internal static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    internal static UnitGroup Output(NetworkShape shape) => new("output", shape.Outputs == 1 ? "output" : $"{shape.Outputs} outputs", shape.Outputs);

    /// <summary>Weight and bias of PyTorch's <c>nn.Linear</c>, drawn from ±1/√(units that send).</summary>
    internal static ParameterInfo[] Linear(string name, int layer, int rows, int columns, string from, string to)
    {
        ParameterInitial initial = ParameterInitial.Uniform(1 / Math.Sqrt(columns));
        return
        [
            new($"{name}.weight", "Linear", layer, rows, columns, NoGates, from, to, true) { Initial = initial },
            new($"{name}.bias", "Linear", layer, rows, 1, NoGates, "", to, false) { Initial = initial },
        ];
    }
}
