using PruningLab.Engine.Kernels;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>PyTorch's <c>nn.MultiheadAttention</c> of the patches of a window among themselves.</summary>
/// <remarks><c>[q; k; v] = W_in·x + b_in</c>; per head <see cref="AttentionKernel{TVector,TLanes}"/>;
/// <c>y = W_out·context + b_out</c>. Dropout on the attention weights.</remarks>
internal sealed unsafe class AttentionLayer<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly LinearLayer<TVector, TLanes> _inProjection;
    private readonly LinearLayer<TVector, TLanes> _outProjection;
    private readonly EncoderScratch _scratch;
    private readonly int _width;
    private readonly int _heads;
    private readonly int _patches;
    private readonly int _chunk;
    private readonly PatchBuffer _projections;
    private readonly PatchBuffer _context;
    private readonly AlignedBuffer _weights;
    private readonly DropoutScale _dropout;

    /// <summary>Allocates.</summary>
    /// <param name="parameters">The block's parameters.</param>
    /// <param name="spec">Sizes.</param>
    /// <param name="patches">Patches.</param>
    /// <param name="chunk">Row stride of all operands, in lanes.</param>
    /// <param name="scratch">Memory shared with the other blocks.</param>
    public AttentionLayer(
        ReadOnlySpan<ManagedParameter> parameters, PatchTstSpec spec, int patches, int chunk, EncoderScratch scratch)
    {
        _inProjection = new LinearLayer<TVector, TLanes>(
            parameters[PatchTstArchitecture.InProjectionWeights], parameters[PatchTstArchitecture.InProjectionBias], chunk, patches > 1);
        _outProjection = new LinearLayer<TVector, TLanes>(
            parameters[PatchTstArchitecture.OutProjectionWeights], parameters[PatchTstArchitecture.OutProjectionBias], chunk, patches > 1);
        _scratch = scratch;
        _width = spec.Width;
        _heads = spec.Heads;
        _patches = patches;
        _chunk = chunk;
        _projections = new PatchBuffer(3 * spec.Width, patches, chunk);
        _context = new PatchBuffer(spec.Width, patches, chunk);
        _weights = new AlignedBuffer((long)spec.Heads * patches * patches * chunk);
        _dropout = new DropoutScale(spec.Heads * patches * patches, chunk);
    }

    /// <summary>Draws the dropout of the attention weights: head by head, query by query, key by key, window by window.</summary>
    public void DrawDropout(double rate, RandomStream stream, int count) => _dropout.DrawByUnit(rate, stream, count, default);

    /// <summary><c>y = attention(x)</c>.</summary>
    public void Forward(PatchBuffer x, PatchBuffer y, int lanes)
    {
        _inProjection.Forward(x.Pointer, x.Step, _patches, _projections.Pointer, _projections.Step, lanes);
        AttentionHead head = Operands(_context);
        for (int number = 0; number < _heads; number++)
        {
            AttentionKernel<TVector, TLanes>.Forward(&head, lanes);
            Advance(&head);
        }
        _outProjection.Forward(_context.Pointer, _context.Step, _patches, y.Pointer, y.Step, lanes);
    }

    /// <summary>Prepares backward passes with the present weights and empties the sums of gradients.</summary>
    public void BeginBackward()
    {
        _inProjection.BeginBackward();
        _outProjection.BeginBackward();
    }

    /// <summary>Adds the gradient of x to <paramref name="dx"/>, and to the sums of gradients.</summary>
    /// <param name="x">As in the forward pass.</param>
    /// <param name="dy">Gradient of y; may be <paramref name="dx"/>.</param>
    /// <param name="dx">Gradient of x so far.</param>
    /// <param name="count">Windows.</param>
    /// <param name="lanes">Lanes.</param>
    public void Backward(PatchBuffer x, PatchBuffer dy, PatchBuffer dx, int count, int lanes)
    {
        PatchBuffer context = _scratch.Context, projections = _scratch.Projections;
        _outProjection.AddGradients(dy.Pointer, dy.Step, _context.Pointer, _context.Step, _patches, count, lanes);
        _outProjection.BackwardData(dy.Pointer, dy.Step, _patches, false, context.Pointer, context.Step, lanes);
        AttentionHead head = Operands(context);
        for (int number = 0; number < _heads; number++)
        {
            AttentionKernel<TVector, TLanes>.Backward(&head, lanes);
            Advance(&head);
        }
        _inProjection.AddGradients(projections.Pointer, projections.Step, x.Pointer, x.Step, _patches, count, lanes);
        _inProjection.BackwardData(projections.Pointer, projections.Step, _patches, true, dx.Pointer, dx.Step, lanes);
    }

    /// <summary>Moves the sums of gradients into the parameters.</summary>
    public void EndBackward()
    {
        _inProjection.EndBackward();
        _outProjection.EndBackward();
    }

    /// <summary>The first head.</summary>
    private AttentionHead Operands(PatchBuffer context)
    {
        nint rows = (nint)_width * _chunk;
        int size = _width / _heads;
        float* gradients = _scratch.Projections.Pointer;
        return new AttentionHead
        {
            Patches = _patches,
            Size = size,
            Stride = _chunk,
            Query = _projections.Pointer,
            Key = _projections.Pointer + rows,
            Value = _projections.Pointer + (2 * rows),
            Step = _projections.Step,
            Factor = (float)(1 / Math.Sqrt(size)),
            Weights = _weights.Pointer,
            Dropout = _dropout.IsDropping ? _dropout.Pointer : null,
            Context = context.Pointer,
            ContextStep = context.Step,
            QueryGradient = gradients,
            KeyGradient = gradients + rows,
            ValueGradient = gradients + (2 * rows),
            Scratch = _scratch.Scores.Pointer,
        };
    }

    /// <summary>The next head.</summary>
    private void Advance(AttentionHead* head)
    {
        nint rows = head->Size * _chunk, weights = head->Patches * head->Patches * _chunk;
        head->Query += rows;
        head->Key += rows;
        head->Value += rows;
        head->Context += rows;
        head->QueryGradient += rows;
        head->KeyGradient += rows;
        head->ValueGradient += rows;
        head->Weights += weights;
        head->Dropout += head->Dropout == null ? 0 : weights;
    }
}
