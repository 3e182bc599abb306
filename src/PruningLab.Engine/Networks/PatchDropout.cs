using PruningLab.Engine.Kernels;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>Dropout of the units of every patch, each patch with draws of its own.</summary>
internal sealed unsafe class PatchDropout<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly DropoutScale _scale;
    private readonly int _units;
    private readonly int _patches;
    private readonly int _chunk;

    /// <summary>Allocates; no dropout.</summary>
    public PatchDropout(int units, int patches, int chunk)
    {
        _scale = new DropoutScale(units * patches, chunk);
        _units = units;
        _patches = patches;
        _chunk = chunk;
    }

    /// <summary>True after a draw with a rate above 0.</summary>
    public bool IsDropping => _scale.IsDropping;

    /// <summary>Draws: patch by patch, unit by unit, window by window.</summary>
    /// <param name="rate">Share p.</param>
    /// <param name="stream">Stream; not touched when the rate is 0.</param>
    /// <param name="count">Windows.</param>
    /// <param name="dropped">Receives 1 per dropped unit of the first patch of the first window, else 0; may be empty.</param>
    public void Draw(double rate, RandomStream stream, int count, Span<byte> dropped) =>
        _scale.DrawByUnit(rate, stream, count, dropped);

    /// <summary><c>y = x · factor</c>; nothing without dropout.</summary>
    /// <param name="x">Values.</param>
    /// <param name="y">Receives them; may be <paramref name="x"/>.</param>
    /// <param name="lanes">Lanes.</param>
    /// <returns>Where the result is: <paramref name="y"/>, without dropout <paramref name="x"/>.</returns>
    public PatchBuffer Apply(PatchBuffer x, PatchBuffer y, int lanes)
    {
        if (!_scale.IsDropping)
        {
            return x;
        }
        for (int patch = 0; patch < _patches; patch++)
        {
            float* scale = _scale.Pointer + ((nint)patch * _units * _chunk);
            ElementKernel<TVector, TLanes>.Multiply(x.At(patch), scale, _units, _chunk, lanes, y.At(patch));
        }
        return y;
    }
}
