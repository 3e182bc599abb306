using System.Runtime.Intrinsics;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Kernels;

/// <summary>A random masked matrix with its products by the sparse kernels, the dense ones and plain loops.</summary>
internal sealed unsafe class SparseMatrix
{
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _steps;
    private readonly int _lanes;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _compact;
    private readonly AlignedBuffer _x;
    private readonly AlignedBuffer _delta;
    private readonly AlignedBuffer _weightRows;
    private readonly AlignedBuffer _start;
    private readonly SparsePattern _pattern;

    public SparseMatrix(int rows, int columns, int steps, int lanes, double density, int gates = 1)
    {
        (_rows, _columns, _steps, _lanes) = (rows, columns, steps, lanes);
        _weights = MatrixKernelTests.Random(rows * columns, 1);
        _x = MatrixKernelTests.Random(steps * columns * lanes, 2);
        _delta = MatrixKernelTests.Random(steps * rows * lanes, 3);
        _start = MatrixKernelTests.Random(Math.Max(rows, columns), 4);
        _weightRows = new AlignedBuffer(rows);
        for (int row = 0; row < rows; row++)
        {
            WeightRows[row] = (row % gates * (rows / gates)) + (row / gates);
        }
        RandomStream random = new(5);
        Mask = new Mask(rows * columns);
        for (int i = 0; i < Mask.Length; i++)
        {
            // One row and one column are always empty where something is pruned at all.
            if (random.NextSingle() >= density || (density < 1 && (i / columns == rows / 2 || i % columns == columns / 2)))
            {
                Mask.Prune(i);
            }
        }
        MaskKernel.Apply(Mask.Bits, _weights.Span);
        _pattern = new SparsePattern(rows, columns);
        _pattern.Build(Mask.Bits, Mask.ActiveCount);
        _compact = new AlignedBuffer(_pattern.Count);
        _pattern.Gather(_weights.Pointer, _compact.Pointer);
    }

    public Mask Mask { get; }

    private int* WeightRows => (int*)_weightRows.Pointer;

    public float[] Product(KernelPath path, bool transposed, bool sparse, bool accumulate) => path switch
    {
        KernelPath.Vector512 => Product<Vector512<float>, Lanes512>(transposed, sparse, accumulate),
        KernelPath.Vector256 => Product<Vector256<float>, Lanes256>(transposed, sparse, accumulate),
        _ => Product<float, ScalarLanes>(transposed, sparse, accumulate),
    };

    public float[] Gradients(KernelPath path, bool backward) => path switch
    {
        KernelPath.Vector512 => Gradients<Vector512<float>, Lanes512>(backward),
        KernelPath.Vector256 => Gradients<Vector256<float>, Lanes256>(backward),
        _ => Gradients<float, ScalarLanes>(backward),
    };

    /// <summary>By plain loops: what <see cref="Product"/> gives for the first step.</summary>
    public double[] PlainProduct(bool transposed)
    {
        double[] product = new double[(transposed ? _columns : _rows) * _lanes];
        for (int i = 0; i < product.Length; i++)
        {
            product[i] = _start.Span[i / _lanes];
        }
        for (int row = 0; row < _rows; row++)
        {
            for (int column = 0; column < _columns; column++)
            {
                double w = _weights.Span[(WeightRows[row] * _columns) + column];
                for (int lane = 0; lane < _lanes; lane++)
                {
                    int up = (row * _lanes) + lane, down = (column * _lanes) + lane;
                    product[transposed ? down : up] += w * (transposed ? _delta.Span[up] : _x.Span[down]);
                }
            }
        }
        return product;
    }

    /// <summary>By plain loops: the gradient of each weight that is active, row-major; 0 for the others.</summary>
    public double[] PlainGradients()
    {
        double[] gradients = new double[_rows * _columns];
        for (int step = 0; step < _steps; step++)
        {
            for (int row = 0; row < _rows; row++)
            {
                for (int column = 0; column < _columns; column++)
                {
                    int at = (WeightRows[row] * _columns) + column;
                    for (int lane = 0; lane < _lanes && Mask[at]; lane++)
                    {
                        gradients[at] += (double)_delta.Span[(((step * _rows) + row) * _lanes) + lane]
                            * _x.Span[(((step * _columns) + column) * _lanes) + lane];
                    }
                }
            }
        }
        return gradients;
    }

    private float[] Product<TVector, TLanes>(bool transposed, bool sparse, bool accumulate)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        int rows = transposed ? _columns : _rows;
        AlignedBuffer result = new(rows * _lanes);
        for (int i = 0; i < result.Length && accumulate; i++)
        {
            result.Span[i] = _start.Span[i / _lanes];
        }
        float* start = accumulate ? null : _start.Pointer, x = transposed ? _delta.Pointer : _x.Pointer;
        if (sparse)
        {
            SparseRows layout = Layout(transposed);
            // In two parts, as a layer that works group by group does.
            int half = Math.Min(SparseRows.GroupRows / 2, layout.Pairs);
            SparseKernel<TVector, TLanes>.Multiply(layout, 0, half, x, _lanes, start, result.Pointer, _lanes);
            SparseKernel<TVector, TLanes>.Multiply(layout, half, layout.Pairs, x, _lanes, start, result.Pointer, _lanes);
            for (int segment = 1; segment < layout.Segments; segment++)
            {
                SparseKernel<TVector, TLanes>.Multiply(
                    layout, segment * layout.Pairs, (segment + 1) * layout.Pairs, x, _lanes, null, result.Pointer, _lanes);
            }
            return result.Span.ToArray();
        }
        int depth = transposed ? _rows : _columns;
        AlignedBuffer left = new(rows * depth);
        for (int row = 0; row < rows; row++)
        {
            for (int k = 0; k < depth; k++)
            {
                int at = transposed ? (WeightRows[k] * _columns) + row : (WeightRows[row] * _columns) + k;
                left.Span[(row * depth) + k] = _weights.Span[at];
            }
            MatrixKernel<TVector, TLanes>.Multiply(
                left.Pointer + (row * depth), depth, 1, depth, x, _lanes, _lanes, _start.Span[row], accumulate,
                result.Pointer + (row * _lanes), _lanes);
        }
        return result.Span.ToArray();
    }

    private SparseRows Layout(bool transposed)
    {
        SparseRows layout = new(transposed ? _columns : _rows, 1, transposed ? _rows : _columns);
        // Twice, because a layout is used again and again.
        for (int i = 0; i < 2; i++)
        {
            layout.Begin();
            if (transposed)
            {
                layout.CountTransposed(_pattern, WeightRows);
            }
            else
            {
                layout.Count(_pattern, WeightRows, 0);
            }
            layout.Arrange();
            if (transposed)
            {
                layout.FillTransposed(_pattern, WeightRows, _lanes);
            }
            else
            {
                layout.Fill(0, _pattern, WeightRows, 0, _lanes);
            }
            layout.Refresh(0, _compact.Pointer, _pattern.Count);
        }
        return layout;
    }

    private float[] Gradients<TVector, TLanes>(bool backward)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        SparseGradient gradient = new(_rows, _columns);
        gradient.Build(_pattern, WeightRows, _lanes, _lanes);
        gradient.Clear();
        nint xStep = _columns * _lanes, deltaStep = _rows * _lanes;
        float* x = _x.Pointer, delta = _delta.Pointer;
        if (backward)
        {
            x += (_steps - 1) * xStep;
            delta += (_steps - 1) * deltaStep;
            (xStep, deltaStep) = (-xStep, -deltaStep);
        }
        if (gradient.HoldsColumns)
        {
            SparseGradientKernel<TVector, TLanes>.Add(gradient, x, xStep, delta, deltaStep, _steps, _lanes);
        }
        else
        {
            SparseGradientKernel<TVector, TLanes>.Add(gradient, delta, deltaStep, x, xStep, _steps, _lanes);
        }
        AlignedBuffer compact = new(_pattern.Count), dense = new(_rows * _columns);
        gradient.Store(compact.Pointer, _pattern.Count);
        _pattern.Scatter(compact.Pointer, dense.Pointer);
        return dense.Span.ToArray();
    }
}
