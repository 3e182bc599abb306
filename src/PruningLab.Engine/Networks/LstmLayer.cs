using System.Runtime.CompilerServices;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>Long short-term memory with gates i, f, g, o, PyTorch's <c>nn.LSTM</c>:
/// <c>z(t) = W_ih·x(t) + b_ih + W_hh·h(t−1) + b_hh</c>, then the cell of <see cref="LstmCellKernel{TVector, TLanes}"/>.</summary>
/// <remarks>The layer's own buffers keep a unit's four gates together (row 4u + gate); the weights keep PyTorch's order
/// (row gate·H + u).</remarks>
internal sealed unsafe class LstmLayer<TVector, TLanes> : RecurrentLayer<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private const int Gates = 4;
    private readonly AlignedBuffer _gates;
    private readonly AlignedBuffer _cells;
    private readonly AlignedBuffer _cellTanhs;
    private readonly AlignedBuffer _gateGradients;
    private readonly AlignedBuffer _cellGradients;
    private readonly nint _gateStep;
    private readonly nint _cellStep;

    /// <summary>Allocates; see <see cref="RecurrentLayer{TVector, TLanes}"/>.</summary>
    public LstmLayer(NetworkShape shape, ManagedParameter[] parameters, int chunk)
        : base(shape, parameters, chunk)
    {
        _cellStep = ((nint)Hidden * chunk) + KernelLayout.TimePadding;
        _gateStep = ((nint)Gates * Hidden * chunk) + KernelLayout.TimePadding;
        _gates = new AlignedBuffer((long)_gateStep * Steps);
        _cells = new AlignedBuffer((long)_cellStep * (Steps + 1));
        _cellTanhs = new AlignedBuffer((long)_cellStep * Steps);
        _gateGradients = new AlignedBuffer((long)Rows * chunk);
        _cellGradients = new AlignedBuffer((long)Hidden * chunk);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(InputBatch batch, int lanes)
    {
        float* inputWeights = Parameters[RecurrentArchitecture.InputWeights].Values.Pointer;
        float* hiddenWeights = Parameters[RecurrentArchitecture.HiddenWeights].Values.Pointer;
        float* bias = Bias.Pointer;
        nint inputGate = (nint)Hidden * Inputs, hiddenGate = (nint)Hidden * Hidden;
        RowTile tile = default;
        tile.StrideA = tile.StrideB = Chunk;
        tile.DepthA = Inputs;
        for (int t = 0; t < Steps; t++)
        {
            float* gates = _gates.Pointer + (t * _gateStep);
            float* previousCell = Cell(t - 1), cell = Cell(t), cellTanh = _cellTanhs.Pointer + (t * _cellStep);
            float* state = State(t);
            tile.A = batch.ByFeature(t);
            tile.B = State(t - 1);
            tile.DepthB = t == 0 ? 0 : Hidden;
            for (nint unit = 0; unit < Hidden; unit++)
            {
                tile.First0 = inputWeights + (unit * Inputs);
                tile.First1 = tile.First0 + inputGate;
                tile.First2 = tile.First1 + inputGate;
                tile.First3 = tile.First2 + inputGate;
                tile.Second0 = hiddenWeights + (unit * Hidden);
                tile.Second1 = tile.Second0 + hiddenGate;
                tile.Second2 = tile.Second1 + hiddenGate;
                tile.Second3 = tile.Second2 + hiddenGate;
                tile.Start0 = bias[unit];
                tile.Start1 = bias[unit + Hidden];
                tile.Start2 = bias[unit + (2 * Hidden)];
                tile.Start3 = bias[unit + (3 * Hidden)];
                tile.Out0 = gates + (unit * Gates * Chunk);
                tile.Out1 = tile.Out0 + Chunk;
                tile.Out2 = tile.Out1 + Chunk;
                tile.Out3 = tile.Out2 + Chunk;
                MatrixKernel<TVector, TLanes>.Run(&tile, lanes);
                nint at = unit * Chunk;
                LstmCellKernel<TVector, TLanes>.Forward(
                    tile.Out0, Chunk, previousCell + at, cell + at, cellTanh + at, state + at, lanes);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(InputBatch batch, float* stateGradient, int count, int lanes)
    {
        _cellGradients.Span.Clear();
        for (int t = Steps - 1; t >= 0; t--)
        {
            float* gates = _gates.Pointer + (t * _gateStep);
            float* previousCell = Cell(t - 1), cellTanh = _cellTanhs.Pointer + (t * _cellStep);
            for (nint unit = 0; unit < Hidden; unit++)
            {
                nint at = unit * Chunk;
                LstmCellKernel<TVector, TLanes>.Backward(
                    gates + (Gates * at), Chunk, previousCell + at, cellTanh + at, stateGradient + at,
                    _cellGradients.Pointer + at, _gateGradients.Pointer + (Gates * at), lanes);
            }
            AddWeightGradients(batch, t, _gateGradients.Pointer, count);
            if (t > 0)
            {
                MatrixKernel<TVector, TLanes>.Multiply(
                    Transposed.Pointer, Rows, Hidden, Rows, _gateGradients.Pointer, Chunk, lanes, 0f, false,
                    stateGradient, Chunk);
            }
        }
    }

    /// <inheritdoc/>
    protected override void TransposeWeights()
    {
        float* weights = Parameters[RecurrentArchitecture.HiddenWeights].Values.Pointer;
        nint gate = (nint)Hidden * Hidden;
        for (nint unit = 0; unit < Hidden; unit++)
        {
            TransposeKernel.Transpose(
                weights + (unit * Hidden), gate, Gates, Hidden, Transposed.Pointer + (unit * Gates), Rows);
        }
    }

    /// <inheritdoc/>
    protected override nint WeightRow(nint row) => ((row % Gates) * Hidden) + (row / Gates);

    private float* Cell(int time) => _cells.Pointer + ((time + 1) * _cellStep);
}
