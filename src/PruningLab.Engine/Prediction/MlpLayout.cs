using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Prediction;

/// <summary>What is kept of a multi-layer perceptron: one part of a matrix and one bias per layer.</summary>
internal sealed class MlpLayout : PredictionLayout
{
    /// <summary>Finds the units that matter, from the outputs back.</summary>
    public MlpLayout(NetworkShape shape, Mask?[] masks)
        : base(shape, masks)
    {
        int[] widths = MlpArchitecture.Widths(shape);
        int last = widths.Length - 1;
        int[][] units = new int[widths.Length][];
        units[last] = All(shape.Outputs);
        for (int layer = last - 1; layer > 0; layer--)
        {
            bool[] live = new bool[widths[layer]];
            MarkSenders(2 * layer, units[layer + 1], live);
            units[layer] = Numbers(live);
            DroppedUnits += widths[layer] - units[layer].Length;
        }
        units[0] = All(widths[0]);
        Matrices = [.. Enumerable.Range(0, last).Select(layer => Part(2 * layer, units[layer + 1], units[layer]))];
        VectorValues = Matrices.Sum(matrix => (long)matrix.Rows.Length);
    }
}
