using PruningLab.Engine.Kernels;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Benchmarks;

/// <summary>One matrix with random values, its products dense and sparse over several steps.</summary>
internal sealed unsafe class MatrixRace<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _steps;
    private readonly int _lanes;
    private readonly nint _xStep;
    private readonly nint _deltaStep;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _transposed;
    private readonly AlignedBuffer _compact;
    private readonly AlignedBuffer _x;
    private readonly AlignedBuffer _xByLane;
    private readonly AlignedBuffer _delta;
    private readonly AlignedBuffer _out;
    private readonly AlignedBuffer _back;
    private readonly AlignedBuffer _gradients;
    private readonly AlignedBuffer _zeros;
    private readonly AlignedBuffer _weightRows;
    private readonly SparsePattern _pattern;
    private readonly SparseRows _forward;
    private readonly SparseRows _data;
    private readonly SparseGradient _gradient;

    /// <summary>Allocates and draws values.</summary>
    public MatrixRace(int rows, int columns, int steps, int lanes)
    {
        (_rows, _columns, _steps, _lanes) = (rows, columns, steps, lanes);
        _xStep = ((nint)columns * lanes) + KernelLayout.TimePadding;
        _deltaStep = ((nint)rows * lanes) + KernelLayout.TimePadding;
        _weights = Draw((long)rows * columns, 1);
        _transposed = new AlignedBuffer(((long)rows + KernelLayout.LaneMultiple) * columns);
        _compact = new AlignedBuffer(((long)rows * columns) + 16);
        _x = Draw(_xStep * steps, 2);
        _delta = Draw(_deltaStep * steps, 3);
        _out = new AlignedBuffer(_deltaStep * steps);
        _back = new AlignedBuffer(_xStep * steps);
        _xByLane = new AlignedBuffer((long)lanes * KernelLayout.Pad(columns));
        _gradients = new AlignedBuffer((long)rows * KernelLayout.Pad(columns));
        _zeros = new AlignedBuffer(Math.Max(rows, columns));
        _weightRows = new AlignedBuffer(rows);
        for (int row = 0; row < rows; row++)
        {
            ((int*)_weightRows.Pointer)[row] = row;
        }
        _pattern = new SparsePattern(rows, columns);
        _forward = new SparseRows(rows, 1, columns);
        _data = new SparseRows(columns, 1, rows);
        _gradient = new SparseGradient(rows, columns);
    }

    /// <summary>Draws a mask anew.</summary>
    public void Prune(double density)
    {
        RandomStream stream = new(9);
        Mask mask = new(_rows * _columns);
        for (int i = 0; i < mask.Length; i++)
        {
            if (stream.NextSingle() >= density)
            {
                mask.Prune(i);
            }
        }
        int* weightRows = (int*)_weightRows.Pointer;
        _pattern.Build(mask.Bits, mask.ActiveCount);
        _pattern.Gather(_weights.Pointer, _compact.Pointer);
        _forward.Begin();
        _forward.Count(_pattern, weightRows, 0);
        _forward.Arrange();
        _forward.Fill(0, _pattern, weightRows, 0, _lanes);
        _data.Begin();
        _data.CountTransposed(_pattern, weightRows);
        _data.Arrange();
        _data.FillTransposed(_pattern, weightRows, _lanes);
        _gradient.Build(_pattern, weightRows, _lanes, _lanes);
    }

    /// <summary>Runs one product over all steps: forward (0), data gradient (1) or weight gradient (2).</summary>
    public void Run(int direction, bool sparse)
    {
        switch (direction, sparse)
        {
            case (0, false):
                for (int t = 0; t < _steps; t++)
                {
                    MatrixKernel<TVector, TLanes>.Multiply(
                        _weights.Pointer, _columns, _rows, _columns, X(t), _lanes, _lanes, 0f, false, Out(t), _lanes);
                }
                break;
            case (0, true):
                _forward.Refresh(0, _compact.Pointer, _pattern.Count);
                for (int t = 0; t < _steps; t++)
                {
                    Multiply(_forward, X(t), Out(t));
                }
                break;
            case (1, false):
                TransposeKernel.Transpose(_weights.Pointer, _columns, _rows, _columns, _transposed.Pointer, _rows + KernelLayout.LaneMultiple);
                for (int t = 0; t < _steps; t++)
                {
                    MatrixKernel<TVector, TLanes>.Multiply(
                        _transposed.Pointer, _rows + KernelLayout.LaneMultiple, _columns, _rows, Delta(t), _lanes, _lanes, 0f, false, Back(t), _lanes);
                }
                break;
            case (1, true):
                _data.Refresh(0, _compact.Pointer, _pattern.Count);
                for (int t = 0; t < _steps; t++)
                {
                    Multiply(_data, Delta(t), Back(t));
                }
                break;
            case (2, false):
                DenseGradient();
                break;
            default:
                SparseGradient();
                break;
        }
    }

    private void Multiply(SparseRows rows, float* x, float* y)
    {
        for (int segment = 0; segment < rows.Segments; segment++)
        {
            SparseKernel<TVector, TLanes>.Multiply(
                rows, segment * rows.Pairs, (segment + 1) * rows.Pairs, x, _lanes, segment == 0 ? _zeros.Pointer : null, y, _lanes);
        }
    }

    private void DenseGradient()
    {
        int stride = KernelLayout.Pad(_columns);
        _gradients.Span.Clear();
        for (int t = 0; t < _steps; t++)
        {
            TransposeKernel.Transpose(X(t), _lanes, _columns, _lanes, _xByLane.Pointer, stride);
            MatrixKernel<TVector, TLanes>.Multiply(
                Delta(t), _lanes, _rows, _lanes, _xByLane.Pointer, stride, stride, 0f, true, _gradients.Pointer, stride);
        }
    }

    private void SparseGradient()
    {
        _gradient.Clear();
        if (_gradient.HoldsColumns)
        {
            SparseGradientKernel<TVector, TLanes>.Add(_gradient, X(0), _xStep, Delta(0), _deltaStep, _steps, _lanes);
        }
        else
        {
            SparseGradientKernel<TVector, TLanes>.Add(_gradient, Delta(0), _deltaStep, X(0), _xStep, _steps, _lanes);
        }
        _gradient.Store(_gradients.Pointer, _pattern.Count);
    }

    private float* X(int t) => _x.Pointer + (t * _xStep);

    private float* Delta(int t) => _delta.Pointer + (t * _deltaStep);

    private float* Out(int t) => _out.Pointer + (t * _deltaStep);

    private float* Back(int t) => _back.Pointer + (t * _xStep);

    private static AlignedBuffer Draw(long length, ulong seed)
    {
        RandomStream stream = new(seed);
        AlignedBuffer buffer = new(length);
        foreach (ref float value in buffer.Span)
        {
            value = stream.NextSingle(-1f, 1f);
        }
        return buffer;
    }
}
