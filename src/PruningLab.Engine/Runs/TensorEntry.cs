namespace PruningLab.Engine.Runs;

/// <summary>One tensor of a safetensors file, as its header describes it.</summary>
/// <param name="Name">Name, for example <c>lstm.weight_hh_l0</c>.</param>
/// <param name="Type">Type of its numbers.</param>
/// <param name="Shape">Length of each dimension; empty for a single number.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">Byte after the last.</param>
public sealed record TensorEntry(string Name, TensorType Type, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>How many numbers it holds.</summary>
    public long Count => (End - Begin) / Type.Bytes();
}
