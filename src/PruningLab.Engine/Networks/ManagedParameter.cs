using PruningLab.Engine.Kernels;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>One parameter with its gradient, its mask and what the optimisers remember about it.</summary>
internal sealed unsafe class ManagedParameter
{
    private Mask? _mask;

    /// <summary>Allocates; all values 0.</summary>
    public ManagedParameter(ParameterInfo info)
    {
        Info = info;
        Values = new AlignedBuffer(info.Length);
        Gradients = new AlignedBuffer(info.Length);
        FirstMoments = new AlignedBuffer(info.Length);
        SecondMoments = new AlignedBuffer(info.Length);
        Velocities = new AlignedBuffer(info.Length);
    }

    /// <summary>Name and shape.</summary>
    public ParameterInfo Info { get; }

    /// <summary>Values, row-major.</summary>
    public AlignedBuffer Values { get; }

    /// <summary>Gradients of the last pass, row-major, unmasked.</summary>
    public AlignedBuffer Gradients { get; }

    /// <summary>Adam's m.</summary>
    public AlignedBuffer FirstMoments { get; }

    /// <summary>Adam's v.</summary>
    public AlignedBuffer SecondMoments { get; }

    /// <summary>Momentum buffer b of SGD.</summary>
    public AlignedBuffer Velocities { get; }

    /// <summary>What the optimisers remember.</summary>
    public AlignedBuffer State(OptimizerSlot slot) => slot switch
    {
        OptimizerSlot.FirstMoment => FirstMoments,
        OptimizerSlot.SecondMoment => SecondMoments,
        _ => Velocities,
    };

    /// <summary>Overwrites the values; masked ones stay 0.</summary>
    public void Set(ReadOnlySpan<float> values)
    {
        if (values.Length != Info.Length)
        {
            throw new ArgumentException($"{Info.Name} has {Info.Length} values, not {values.Length}.", nameof(values));
        }
        values.CopyTo(Values.Span);
        ApplyMask(Values);
    }

    /// <summary>Takes over a mask: masked values and moments become exactly 0.</summary>
    public void SetMask(Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.Length != Info.Length)
        {
            throw new ArgumentException(
                $"The mask of {Info.Name} must have {Info.Length} positions, not {mask.Length}.", nameof(mask));
        }
        _mask = mask;
        ApplyMask(Values);
        ApplyMask(FirstMoments);
        ApplyMask(SecondMoments);
        ApplyMask(Velocities);
    }

    /// <summary>Ends a backward pass: gradients of masked weights become 0 unless they were asked for.</summary>
    public void EndBackward(bool maskedGradients)
    {
        if (!maskedGradients)
        {
            ApplyMask(Gradients);
        }
    }

    /// <summary>One step of Adam; see <see cref="OptimizerSpec"/>.</summary>
    /// <param name="optimizer">Settings.</param>
    /// <param name="step">η/(1−β₁ᵗ).</param>
    /// <param name="correction">√(1−β₂ᵗ).</param>
    public void StepAdam<TVector, TLanes>(OptimizerSpec optimizer, double step, double correction)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        fixed (byte* bits = MaskBits)
        {
            float* w = Values.Pointer, g = Gradients.Pointer, m = FirstMoments.Pointer, v = SecondMoments.Pointer;
            nint done = OptimizerKernel<TVector, TLanes>.Adam(
                w, g, m, v, bits, Info.Length, optimizer.Beta1, optimizer.Beta2, step, correction, optimizer.Epsilon);
            OptimizerKernel<float, ScalarLanes>.Adam(
                w + done, g + done, m + done, v + done, bits == null ? null : bits + done, Info.Length - done,
                optimizer.Beta1, optimizer.Beta2, step, correction, optimizer.Epsilon);
        }
    }

    /// <summary>One step of SGD with momentum; see <see cref="OptimizerSpec"/>.</summary>
    public void StepSgd<TVector, TLanes>(OptimizerSpec optimizer)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        fixed (byte* bits = MaskBits)
        {
            float* w = Values.Pointer, g = Gradients.Pointer, b = Velocities.Pointer;
            nint done = OptimizerKernel<TVector, TLanes>.Sgd(
                w, g, b, bits, Info.Length, optimizer.Momentum, optimizer.LearningRate);
            OptimizerKernel<float, ScalarLanes>.Sgd(
                w + done, g + done, b + done, bits == null ? null : bits + done, Info.Length - done,
                optimizer.Momentum, optimizer.LearningRate);
        }
    }

    private ReadOnlySpan<byte> MaskBits => _mask is null ? default : _mask.Bits;

    private void ApplyMask(AlignedBuffer buffer)
    {
        if (_mask is null)
        {
            return;
        }
        ReadOnlySpan<byte> bits = _mask.Bits;
        Span<float> values = buffer.Span;
        for (int i = 0; i < values.Length; i++)
        {
            if (bits[i] == 0)
            {
                values[i] = 0f;
            }
        }
    }
}
