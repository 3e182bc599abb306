using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>One number per weight in two forms: dense and row-major, and compact for the active weights alone.</summary>
/// <remarks>While there is a pattern, the compact form is the primary one and the dense one is brought up to date when it is
/// asked for.</remarks>
internal sealed unsafe class ParameterBuffer
{
    private readonly AlignedBuffer _dense;
    private AlignedBuffer _compact = new(0);
    private SparsePattern? _pattern;
    private bool _isBehind;

    /// <summary>Allocates the dense form; all 0.</summary>
    public ParameterBuffer(int length) => _dense = new AlignedBuffer(length);

    /// <summary>The dense form as it was last brought up to date.</summary>
    public AlignedBuffer Stored => _dense;

    /// <summary>The dense form, up to date.</summary>
    public AlignedBuffer Dense
    {
        get
        {
            if (_isBehind)
            {
                _dense.Span.Clear();
                _pattern!.Scatter(_compact.Pointer, _dense.Pointer);
                _isBehind = false;
            }
            return _dense;
        }
    }

    /// <summary>The compact form, in the pattern's order.</summary>
    public float* Compact => _compact.Pointer;

    /// <summary>Says that the compact form has changed.</summary>
    public void CompactChanged() => _isBehind = true;

    /// <summary>Says that the stored dense form is up to date, with more in it than the compact form holds.</summary>
    public void DenseChanged() => _isBehind = false;

    /// <summary>Makes the compact form anew from the dense one.</summary>
    /// <param name="pattern">Pattern; null to go on with the dense form alone.</param>
    public void Compress(SparsePattern? pattern)
    {
        _pattern = pattern;
        _isBehind = false;
        if (pattern is not null)
        {
            SparsePattern.Reserve(ref _compact, pattern.Count);
            pattern.Gather(_dense.Pointer, _compact.Pointer);
        }
    }
}
