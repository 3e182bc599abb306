using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>PyTorch's <c>nn.LayerNorm</c> over the units of each patch and window.</summary>
internal sealed unsafe class NormLayer<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly ManagedParameter _scale;
    private readonly ManagedParameter _shift;
    private readonly int _patches;
    private readonly int _chunk;
    private readonly int _features;
    private readonly AlignedBuffer _means;
    private readonly AlignedBuffer _inverses;
    private readonly AlignedBuffer _scaleSums;
    private readonly AlignedBuffer _shiftSums;

    /// <summary>Allocates.</summary>
    /// <param name="scale">γ.</param>
    /// <param name="shift">β.</param>
    /// <param name="patches">Patches.</param>
    /// <param name="chunk">Row stride of all operands, in lanes.</param>
    public NormLayer(ManagedParameter scale, ManagedParameter shift, int patches, int chunk)
    {
        _scale = scale;
        _shift = shift;
        _patches = patches;
        _chunk = chunk;
        _features = scale.Info.Rows;
        _means = new AlignedBuffer((long)patches * chunk);
        _inverses = new AlignedBuffer((long)patches * chunk);
        _scaleSums = new AlignedBuffer((long)_features * KernelLayout.LaneMultiple);
        _shiftSums = new AlignedBuffer((long)_features * KernelLayout.LaneMultiple);
    }

    /// <summary><c>s ← s + residual</c> in place, <c>y = LayerNorm(s)</c>, patch by patch.</summary>
    /// <param name="sum">s.</param>
    /// <param name="residual">Added to s; null for nothing.</param>
    /// <param name="y">Receives the result.</param>
    /// <param name="lanes">Lanes.</param>
    public void Forward(PatchBuffer sum, PatchBuffer? residual, PatchBuffer y, int lanes)
    {
        for (int patch = 0; patch < _patches; patch++)
        {
            LayerNormKernel<TVector, TLanes>.Forward(
                sum.At(patch), residual is null ? null : residual.At(patch), _features, _chunk, lanes,
                _scale.Values.Pointer, _shift.Values.Pointer,
                _means.Pointer + (patch * _chunk), _inverses.Pointer + (patch * _chunk), y.At(patch));
        }
    }

    /// <summary>Empties the sums of gradients.</summary>
    public void BeginBackward()
    {
        _scaleSums.Span.Clear();
        _shiftSums.Span.Clear();
    }

    /// <summary>From the gradient of y to that of s, in place; adds to the sums of gradients.</summary>
    /// <param name="sum">s as the forward pass left it.</param>
    /// <param name="d">Gradient.</param>
    /// <param name="lanes">Lanes.</param>
    public void Backward(PatchBuffer sum, PatchBuffer d, int lanes)
    {
        for (int patch = 0; patch < _patches; patch++)
        {
            LayerNormKernel<TVector, TLanes>.Backward(
                sum.At(patch), _means.Pointer + (patch * _chunk), _inverses.Pointer + (patch * _chunk), _scale.Values.Pointer,
                _features, _chunk, lanes, d.At(patch), _scaleSums.Pointer, _shiftSums.Pointer);
        }
    }

    /// <summary>Moves the sums of gradients into the parameters.</summary>
    public void EndBackward()
    {
        _scale.Gradients.Span.Clear();
        _shift.Gradients.Span.Clear();
        ElementKernel<TVector, TLanes>.AddRowSums(
            _scaleSums.Pointer, _features, KernelLayout.LaneMultiple, TLanes.Width, _scale.Gradients.Pointer);
        ElementKernel<TVector, TLanes>.AddRowSums(
            _shiftSums.Pointer, _features, KernelLayout.LaneMultiple, TLanes.Width, _shift.Gradients.Pointer);
    }
}
