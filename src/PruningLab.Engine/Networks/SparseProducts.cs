using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>The layouts for the sparse products of one matrix, kept up to date with its pattern and values.</summary>
/// <remarks>Layouts are made when they are first needed and rebuilt when the pattern has changed.</remarks>
internal sealed unsafe class SparseProducts
{
    private readonly ManagedParameter _parameter;
    private readonly int* _weightRows;
    private readonly int _stride;
    private SparseRows? _forward;
    private SparseRows? _transposed;
    private SparseGradient? _gradient;
    private (int Pattern, int Values) _forwardVersion, _transposedVersion;
    private int _gradientVersion;

    /// <summary>Begins with nothing made.</summary>
    /// <param name="parameter">The matrix.</param>
    /// <param name="weightRows">Row of the matrix for each row of the operands; stays valid as long as this does.</param>
    /// <param name="stride">Distance between rows of the operands.</param>
    public SparseProducts(ManagedParameter parameter, int* weightRows, int stride)
    {
        _parameter = parameter;
        _weightRows = weightRows;
        _stride = stride;
    }

    /// <summary>The rows of the matrix.</summary>
    public SparseRows Forward()
    {
        SparsePattern pattern = _parameter.Pattern!;
        _forward ??= new SparseRows(pattern.Rows, 1, pattern.Columns);
        if (_forwardVersion.Pattern != _parameter.PatternVersion)
        {
            _forward.Begin();
            _forward.Count(pattern, _weightRows, 0);
            _forward.Arrange();
            _forward.Fill(0, pattern, _weightRows, 0, _stride);
        }
        Refresh(_forward, ref _forwardVersion);
        return _forward;
    }

    /// <summary>The columns of the matrix.</summary>
    public SparseRows Transposed()
    {
        SparsePattern pattern = _parameter.Pattern!;
        _transposed ??= new SparseRows(pattern.Columns, 1, pattern.Rows);
        if (_transposedVersion.Pattern != _parameter.PatternVersion)
        {
            _transposed.Begin();
            _transposed.CountTransposed(pattern, _weightRows);
            _transposed.Arrange();
            _transposed.FillTransposed(pattern, _weightRows, _stride);
        }
        Refresh(_transposed, ref _transposedVersion);
        return _transposed;
    }

    /// <summary>The sums of the gradients.</summary>
    public SparseGradient Gradient()
    {
        SparsePattern pattern = _parameter.Pattern!;
        _gradient ??= new SparseGradient(pattern.Rows, pattern.Columns);
        if (_gradientVersion != _parameter.PatternVersion)
        {
            _gradient.Build(pattern, _weightRows, _stride, _stride);
            _gradientVersion = _parameter.PatternVersion;
        }
        return _gradient;
    }

    private void Refresh(SparseRows rows, ref (int Pattern, int Values) version)
    {
        (int Pattern, int Values) now = (_parameter.PatternVersion, _parameter.ValueVersion);
        if (version != now)
        {
            rows.Refresh(0, _parameter.CompactValues, _parameter.Pattern!.Count);
            version = now;
        }
    }
}
