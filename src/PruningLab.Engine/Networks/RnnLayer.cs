using System.Runtime.CompilerServices;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>Elman layer: <c>h(t) = tanh(W_ih·x(t) + b_ih + W_hh·h(t−1) + b_hh)</c>, PyTorch's <c>nn.RNN</c>.</summary>
internal sealed unsafe class RnnLayer<TVector, TLanes> : RecurrentLayer<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly AlignedBuffer _spare;

    /// <summary>Allocates; see <see cref="RecurrentLayer{TVector, TLanes}"/>.</summary>
    public RnnLayer(NetworkShape shape, ManagedParameter[] parameters, int chunk)
        : base(shape, parameters, chunk)
    {
        _spare = new AlignedBuffer((long)Hidden * chunk);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(InputBatch batch, int lanes)
    {
        float* inputWeights = Parameters[RecurrentArchitecture.InputWeights].Values.Pointer;
        float* hiddenWeights = Parameters[RecurrentArchitecture.HiddenWeights].Values.Pointer;
        float* bias = Bias.Pointer;
        RowTile tile = default;
        tile.StrideA = tile.StrideB = Chunk;
        tile.DepthA = Inputs;
        nint last = Hidden - 1;
        for (int t = 0; t < Steps; t++)
        {
            float* state = State(t);
            tile.A = batch.ByFeature(t);
            tile.B = State(t - 1);
            tile.DepthB = t == 0 ? 0 : Hidden;
            for (nint row = 0; row < Hidden; row += 4)
            {
                nint row1 = Math.Min(row + 1, last), row2 = Math.Min(row + 2, last), row3 = Math.Min(row + 3, last);
                tile.First0 = inputWeights + (row * Inputs);
                tile.First1 = inputWeights + (row1 * Inputs);
                tile.First2 = inputWeights + (row2 * Inputs);
                tile.First3 = inputWeights + (row3 * Inputs);
                tile.Second0 = hiddenWeights + (row * Hidden);
                tile.Second1 = hiddenWeights + (row1 * Hidden);
                tile.Second2 = hiddenWeights + (row2 * Hidden);
                tile.Second3 = hiddenWeights + (row3 * Hidden);
                tile.Start0 = bias[row];
                tile.Start1 = bias[row1];
                tile.Start2 = bias[row2];
                tile.Start3 = bias[row3];
                tile.Out0 = state + (row * Chunk);
                tile.Out1 = state + (row1 * Chunk);
                tile.Out2 = state + (row2 * Chunk);
                tile.Out3 = state + (row3 * Chunk);
                MatrixKernel<TVector, TLanes>.Run(&tile, lanes);
                RnnCellKernel<TVector, TLanes>.Forward(tile.Out0, row3 - row + 1, Chunk, lanes);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(InputBatch batch, float* stateGradient, int count, int lanes)
    {
        float* gradient = stateGradient, next = _spare.Pointer;
        for (int t = Steps - 1; t >= 0; t--)
        {
            RnnCellKernel<TVector, TLanes>.Backward(State(t), gradient, Hidden, Chunk, lanes);
            AddWeightGradients(batch, t, gradient, count);
            if (t > 0)
            {
                MatrixKernel<TVector, TLanes>.Multiply(
                    Transposed.Pointer, Rows, Hidden, Rows, gradient, Chunk, lanes, 0f, false, next, Chunk);
                float* done = gradient;
                gradient = next;
                next = done;
            }
        }
    }

    /// <inheritdoc/>
    protected override void TransposeWeights() =>
        TransposeKernel.Transpose(
            Parameters[RecurrentArchitecture.HiddenWeights].Values.Pointer, Hidden, Rows, Hidden, Transposed.Pointer, Rows);

    /// <inheritdoc/>
    protected override nint WeightRow(nint row) => row;
}
