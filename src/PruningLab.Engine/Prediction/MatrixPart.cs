using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Prediction;

/// <summary>The part of a weight matrix that a predictor computes with, and the order in which it wants rows and columns.</summary>
/// <param name="Parameter">Number of the parameter.</param>
/// <param name="SourceColumns">Columns of the parameter.</param>
/// <param name="Rows">For each row its row in the parameter, −1 for a row of zeros.</param>
/// <param name="Columns">For each column its column in the parameter.</param>
/// <param name="Mask">The parameter's mask; null when all weights are active.</param>
internal sealed record MatrixPart(int Parameter, int SourceColumns, int[] Rows, int[] Columns, Mask? Mask)
{
    /// <summary>Index of a weight in the parameter, −1 when there is none or it is pruned.</summary>
    public int Source(int row, int column)
    {
        if (Rows[row] < 0)
        {
            return -1;
        }
        int index = (Rows[row] * SourceColumns) + Columns[column];
        return Mask is null || Mask[index] ? index : -1;
    }
}
