using System.IO.Enumeration;

namespace PruningLab.Engine.Runs;

/// <summary>Which tensors of a file that PruningLab did not write are weight matrices.</summary>
/// <remarks>In a pattern <c>*</c> stands for any characters and <c>?</c> for one; capitals count.</remarks>
public sealed record TensorPatterns
{
    /// <summary>Patterns of the names; empty: <c>*weight*</c>, of those only tensors with two dimensions.</summary>
    public IReadOnlyList<string> Included { get; init; } = [];

    /// <summary>Patterns of names that are left alone all the same.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Whether a tensor is a weight matrix. With a pattern of its own a tensor of more dimensions is taken as a matrix whose
    /// rows are its first dimension.</summary>
    public bool Takes(TensorEntry tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.Type.IsReal() && tensor.Count > 0 && !tensor.Name.EndsWith(SavedNetwork.MaskSuffix, StringComparison.Ordinal)
            && (Included.Count > 0 ? tensor.Shape.Count >= 2 && Matches(Included, tensor.Name) : tensor.Shape.Count == 2 && Matches(["*weight*"], tensor.Name))
            && !Matches(Excluded, tensor.Name);
    }

    private static bool Matches(IReadOnlyList<string> patterns, string name) =>
        patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));
}
