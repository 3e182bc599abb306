using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary><c>y = W·x + b</c>, PyTorch's <c>nn.Linear</c>, for one or more blocks of [units × lanes].</summary>
internal sealed unsafe class LinearLayer<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly WeightMatrix<TVector, TLanes> _weights;
    private readonly ManagedParameter _bias;
    private readonly int _rows;
    private readonly int _chunk;

    /// <summary>Allocates.</summary>
    /// <param name="weights">W [rows × columns].</param>
    /// <param name="bias">b [rows].</param>
    /// <param name="chunk">Row stride of all operands, in lanes.</param>
    /// <param name="isRepeated">True when several blocks use the layer in each pass.</param>
    public LinearLayer(ManagedParameter weights, ManagedParameter bias, int chunk, bool isRepeated = false)
    {
        _weights = new WeightMatrix<TVector, TLanes>(weights, chunk, isRepeated: isRepeated);
        _bias = bias;
        _rows = weights.Info.Rows;
        _chunk = chunk;
    }

    /// <summary><c>y[b] = W·x[b] + bias</c>.</summary>
    public void Forward(float* x, nint xStep, int blocks, float* y, nint yStep, int lanes) =>
        _weights.Forward(x, xStep, blocks, _bias.Values.Pointer, y, yStep, lanes);

    /// <summary>Prepares backward passes with the present weights and empties the sums of gradients.</summary>
    public void BeginBackward()
    {
        _weights.BeginBackward();
        _bias.Gradients.Span.Clear();
    }

    /// <summary>Adds to the sums of gradients: <c>Σ δy·xᵀ</c> and <c>Σ δy</c>.</summary>
    public void AddGradients(float* dy, nint dyStep, float* x, nint xStep, int blocks, int count, int lanes)
    {
        _weights.AddWeightGradients(dy, dyStep, x, xStep, blocks, count);
        for (int block = 0; block < blocks; block++)
        {
            ElementKernel<TVector, TLanes>.AddRowSums(dy + (block * dyStep), _rows, _chunk, lanes, _bias.Gradients.Pointer);
        }
    }

    /// <summary><c>δx[b] = Wᵀ·δy[b]</c>, or added to what <paramref name="dx"/> holds.</summary>
    public void BackwardData(float* dy, nint dyStep, int blocks, bool accumulate, float* dx, nint dxStep, int lanes) =>
        _weights.BackwardData(dy, dyStep, blocks, accumulate, dx, dxStep, lanes);

    /// <summary>Moves the sums of gradients into the parameters.</summary>
    public void EndBackward() => _weights.EndBackward();
}
