using PruningLab.Engine.Kernels;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>One parameter with its gradient, its mask and what the optimisers remember about it.</summary>
/// <remarks>While any product of a matrix runs sparse, values, gradients and moments are compact: contiguous, in row order,
/// for the active weights alone. The optimisers then cost what is left and need no mask.</remarks>
internal sealed unsafe class ManagedParameter
{
    private readonly ParameterBuffer _values;
    private readonly ParameterBuffer _gradients;
    private readonly ParameterBuffer _firstMoments;
    private readonly ParameterBuffer _secondMoments;
    private readonly ParameterBuffer _velocities;
    private Mask? _mask;
    private long _arrangedChanges;
    private SparsePattern? _spare;
    private KernelMode _mode;
    private KernelPath _path;
    private bool _isMatrix;
    private bool _isRepeated;
    private bool _maskedGradients;

    /// <summary>Allocates; all values 0.</summary>
    public ManagedParameter(ParameterInfo info)
    {
        Info = info;
        _values = new ParameterBuffer(info.Length);
        _gradients = new ParameterBuffer(info.Length);
        _firstMoments = new ParameterBuffer(info.Length);
        _secondMoments = new ParameterBuffer(info.Length);
        _velocities = new ParameterBuffer(info.Length);
    }

    /// <summary>Name and shape.</summary>
    public ParameterInfo Info { get; }

    /// <summary>Values, row-major.</summary>
    public AlignedBuffer Values => _values.Dense;

    /// <summary>Gradients of the last pass, row-major.</summary>
    public AlignedBuffer Gradients => _gradients.Dense;

    /// <summary>Where the active weights are, while the compact form is the primary one; else null.</summary>
    public SparsePattern? Pattern { get; private set; }

    /// <summary>Changes whenever <see cref="Pattern"/> does.</summary>
    public int PatternVersion { get; private set; }

    /// <summary>Changes whenever values do.</summary>
    public int ValueVersion { get; private set; }

    /// <summary>Values in the pattern's order.</summary>
    public float* CompactValues => _values.Compact;

    /// <summary>Gradients in the pattern's order, to be filled when the weight gradient runs sparse.</summary>
    public float* CompactGradients => _gradients.Compact;

    /// <summary>Gradients, row-major, to be filled when the weight gradient runs dense.</summary>
    public AlignedBuffer DenseGradients => _gradients.Stored;

    /// <summary>Which products run sparse.</summary>
    public MatrixKernels Kernels { get; private set; }

    /// <summary>True when the weight gradient of this pass runs sparse; dense where masked gradients are asked for.</summary>
    public bool HasSparseGradient => Kernels.WeightGradient && !_maskedGradients;

    /// <summary>What the optimisers remember.</summary>
    public AlignedBuffer State(OptimizerSlot slot) => BufferOf(slot).Dense;

    /// <summary>Says that this is a weight matrix, whose products may run sparse.</summary>
    /// <param name="path">Vector width.</param>
    /// <param name="isRepeated">True when several blocks use it in each pass.</param>
    public void UseAsMatrix(KernelPath path, bool isRepeated)
    {
        _isMatrix = true;
        _path = path;
        _isRepeated = isRepeated;
        Arrange();
    }

    /// <summary>Chooses between dense and sparse kernels another way, from now on.</summary>
    public void SetMode(KernelMode mode)
    {
        _mode = mode;
        Arrange();
    }

    /// <summary>Overwrites the values; masked ones stay 0.</summary>
    public void Set(ReadOnlySpan<float> values)
    {
        Overwrite(_values, values);
        ValueVersion++;
    }

    /// <summary>Overwrites the gradients of the last pass; masked ones become 0.</summary>
    public void SetGradients(ReadOnlySpan<float> values) => Overwrite(_gradients, values);

    /// <summary>Overwrites what the optimisers remember; masked weights keep 0.</summary>
    public void SetState(OptimizerSlot slot, ReadOnlySpan<float> values) => Overwrite(BufferOf(slot), values);

    /// <summary>Forgets what the optimisers remember.</summary>
    public void ClearStates()
    {
        foreach (ParameterBuffer buffer in (ReadOnlySpan<ParameterBuffer>)[_firstMoments, _secondMoments, _velocities])
        {
            buffer.Stored.Span.Clear();
            buffer.Compress(Pattern);
        }
    }

    /// <summary>Takes over a mask: masked values and moments become exactly 0.</summary>
    public void SetMask(Mask mask)
    {
        PassChecks.RequireLength(mask, Info);
        _mask = mask;
        Arrange();
    }

    /// <summary>Begins a backward pass.</summary>
    /// <param name="maskedGradients">True when gradients of masked weights are asked for.</param>
    public void BeginBackward(bool maskedGradients) => _maskedGradients = maskedGradients;

    /// <summary>Ends a backward pass: gradients of masked weights become 0 unless they were asked for.</summary>
    public void EndBackward()
    {
        if (HasSparseGradient)
        {
            _gradients.CompactChanged();
            return;
        }
        if (!_maskedGradients)
        {
            ApplyMask(_gradients.Stored);
        }
        if (Pattern is not null)
        {
            _gradients.Compress(Pattern);
        }
    }

    /// <summary>Adds the gradients of a replica with the same mask.</summary>
    public void AddGradients<TVector, TLanes>(ManagedParameter other)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        int length = Pattern?.Count ?? Info.Length;
        ElementKernel<TVector, TLanes>.Add(Active(other._gradients), Active(_gradients), length);
        if (Pattern is null)
        {
            return;
        }
        _gradients.CompactChanged();
        if (_maskedGradients)
        {
            ElementKernel<TVector, TLanes>.Add(other._gradients.Stored.Pointer, _gradients.Stored.Pointer, Info.Length);
            _gradients.DenseChanged();
        }
    }

    /// <summary>Takes over the values of a replica with the same mask.</summary>
    public void TakeValues(ManagedParameter other)
    {
        _ = BeginStep();
        if (Pattern is not null && other.Pattern is not null)
        {
            new ReadOnlySpan<float>(other.CompactValues, other.Pattern.Count).CopyTo(new Span<float>(CompactValues, Pattern.Count));
            _values.CompactChanged();
        }
        else
        {
            other.Values.Span.CopyTo(_values.Stored.Span);
            _values.Compress(Pattern);
        }
        ValueVersion++;
    }

    /// <summary>One step of Adam; see <see cref="OptimizerSpec"/>.</summary>
    /// <param name="optimizer">Settings.</param>
    /// <param name="step">η/(1−β₁ᵗ).</param>
    /// <param name="correction">√(1−β₂ᵗ).</param>
    public void StepAdam<TVector, TLanes>(OptimizerSpec optimizer, double step, double correction)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        fixed (byte* bits = BeginStep())
        {
            float* w = Active(_values), g = Active(_gradients), m = Active(_firstMoments), v = Active(_secondMoments);
            int length = Pattern?.Count ?? Info.Length;
            nint done = OptimizerKernel<TVector, TLanes>.Adam(
                w, g, m, v, bits, length, optimizer.Beta1, optimizer.Beta2, step, correction, optimizer.Epsilon, optimizer.WeightDecay);
            OptimizerKernel<float, ScalarLanes>.Adam(
                w + done, g + done, m + done, v + done, bits == null ? null : bits + done, length - done,
                optimizer.Beta1, optimizer.Beta2, step, correction, optimizer.Epsilon, optimizer.WeightDecay);
        }
        EndStep(_firstMoments, _secondMoments);
    }

    /// <summary>One step of SGD with momentum; see <see cref="OptimizerSpec"/>.</summary>
    public void StepSgd<TVector, TLanes>(OptimizerSpec optimizer)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        fixed (byte* bits = BeginStep())
        {
            float* w = Active(_values), g = Active(_gradients), b = Active(_velocities);
            int length = Pattern?.Count ?? Info.Length;
            nint done = OptimizerKernel<TVector, TLanes>.Sgd(
                w, g, b, bits, length, optimizer.Momentum, optimizer.LearningRate, optimizer.WeightDecay);
            OptimizerKernel<float, ScalarLanes>.Sgd(
                w + done, g + done, b + done, bits == null ? null : bits + done, length - done,
                optimizer.Momentum, optimizer.LearningRate, optimizer.WeightDecay);
        }
        EndStep(_velocities, _velocities);
    }

    /// <summary>Brings the pattern in line with the mask, which may have changed without being handed over anew.</summary>
    /// <returns>The mask that a step needs; none when all is compact.</returns>
    private ReadOnlySpan<byte> BeginStep()
    {
        if (Pattern is not null && _mask is not null && _mask.Changes != _arrangedChanges)
        {
            Arrange();
        }
        return _mask is null || Pattern is not null ? default : _mask.Bits;
    }

    private float* Active(ParameterBuffer buffer) => Pattern is null ? buffer.Stored.Pointer : buffer.Compact;

    private void EndStep(ParameterBuffer moments, ParameterBuffer others)
    {
        ValueVersion++;
        if (Pattern is not null)
        {
            _values.CompactChanged();
            moments.CompactChanged();
            others.CompactChanged();
        }
    }

    /// <summary>Brings both forms in line with the mask, and chooses the kernels.</summary>
    private void Arrange()
    {
        if (_mode == KernelMode.Sparse && _isMatrix)
        {
            _mask ??= new Mask(Info.Length);
        }
        double density = _mask is null ? 1 : (double)_mask.ActiveCount / Info.Length;
        Kernels = _isMatrix ? BreakEven.Choose(_mode, _path, _isRepeated, Math.Min(Info.Rows, Info.Columns), density) : default;
        if (Kernels.IsAnySparse)
        {
            _spare ??= new SparsePattern(Info.Rows, Info.Columns);
        }
        // All dense forms must be up to date before the pattern, which may be the same object, changes.
        AlignedBuffer values = _values.Dense, firstMoments = _firstMoments.Dense, secondMoments = _secondMoments.Dense;
        AlignedBuffer velocities = _velocities.Dense;
        _ = _gradients.Dense;
        ApplyMask(values);
        ApplyMask(firstMoments);
        ApplyMask(secondMoments);
        ApplyMask(velocities);
        Pattern = Kernels.IsAnySparse ? _spare : null;
        Pattern?.Build(_mask!.Bits, _mask.ActiveCount);
        _arrangedChanges = _mask?.Changes ?? 0;
        _values.Compress(Pattern);
        _gradients.Compress(Pattern);
        _firstMoments.Compress(Pattern);
        _secondMoments.Compress(Pattern);
        _velocities.Compress(Pattern);
        PatternVersion++;
        ValueVersion++;
    }

    private ParameterBuffer BufferOf(OptimizerSlot slot) => slot switch
    {
        OptimizerSlot.FirstMoment => _firstMoments,
        OptimizerSlot.SecondMoment => _secondMoments,
        _ => _velocities,
    };

    private void Overwrite(ParameterBuffer buffer, ReadOnlySpan<float> values)
    {
        PassChecks.RequireLength(values, Info);
        values.CopyTo(buffer.Stored.Span);
        ApplyMask(buffer.Stored);
        buffer.Compress(Pattern);
    }

    private void ApplyMask(AlignedBuffer buffer)
    {
        if (_mask is not null && _mask.PrunedCount > 0)
        {
            MaskKernel.Apply(_mask.Bits, buffer.Span);
        }
    }
}
