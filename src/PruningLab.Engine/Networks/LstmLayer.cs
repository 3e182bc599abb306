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
    private readonly AlignedBuffer _cellGradients;
    private readonly nint _gateStep;
    private readonly nint _cellStep;

    /// <summary>Allocates; see <see cref="RecurrentLayer{TVector, TLanes}"/>.</summary>
    public LstmLayer(NetworkShape shape, ManagedParameter[] parameters, int chunk)
        : base(shape, parameters, Gates, chunk)
    {
        _cellStep = ((nint)Hidden * chunk) + KernelLayout.TimePadding;
        _gateStep = ((nint)Rows * chunk) + KernelLayout.TimePadding;
        _gates = new AlignedBuffer((long)_gateStep * Steps);
        _cells = new AlignedBuffer((long)_cellStep * (Steps + 1));
        _cellTanhs = new AlignedBuffer((long)_cellStep * Steps);
        _cellGradients = new AlignedBuffer((long)Hidden * chunk);
    }

    /// <inheritdoc/>
    protected override float* Sums(int time) => _gates.Pointer + (time * _gateStep);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Activate(int time, int first, int end, int lanes)
    {
        float* gates = Sums(time), previousCell = Cell(time - 1), cell = Cell(time);
        float* cellTanh = _cellTanhs.Pointer + (time * _cellStep), state = State(time);
        for (nint row = first; row < end; row += Gates)
        {
            nint at = row / Gates * Chunk;
            LstmCellKernel<TVector, TLanes>.Forward(
                gates + (row * Chunk), Chunk, previousCell + at, cell + at, cellTanh + at, state + at, lanes);
        }
    }

    /// <inheritdoc/>
    protected override void BeginBackwardSteps() => _cellGradients.Span.Clear();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void ActivateBackward(
        int time, int first, int end, float* stateGradient, float* gradient, float* rowSums, int lanes)
    {
        float* gates = Sums(time), previousCell = Cell(time - 1), cellTanh = _cellTanhs.Pointer + (time * _cellStep);
        for (nint unit = first / Gates; unit < end / Gates; unit++)
        {
            nint at = unit * Chunk;
            LstmCellKernel<TVector, TLanes>.Backward(
                gates + (Gates * at), Chunk, previousCell + at, cellTanh + at, stateGradient + at,
                _cellGradients.Pointer + at, gradient + (Gates * at), rowSums + (Gates * unit * TLanes.Width), lanes, _gateStep, _cellStep);
        }
    }

    private float* Cell(int time) => _cells.Pointer + ((time + 1) * _cellStep);
}
