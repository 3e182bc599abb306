using PruningLab.Engine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch;

/// <content>The optimisers, on all parameters at once, and the masks that they keep.</content>
internal sealed partial class TorchNetwork
{
    /// <inheritdoc/>
    /// <remarks>Takes no memory of its own, so that a full device never stops it half-way.</remarks>
    public void OptimizerStep(OptimizerSpec optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        SyncMasks();
        OptimizerSteps++;
        try
        {
            Tensor g = StepGradients(optimizer.WeightDecay);
            if (optimizer.Kind == OptimizerKind.Sgd)
            {
                StepSgd(optimizer, g);
            }
            else
            {
                StepAdam(optimizer, g);
            }
        }
        catch (Exception e) when (MemoryFault.Is(e))
        {
            throw MemoryFault.Of(e, _computeDevice, _memory, "a step of the optimiser");
        }
        _values.Changed();
    }

    /// <summary>Steps of every kind while all is 0, which change nothing: CUDA takes memory for the code of a kernel when it is first
    /// used, and not to find any in the middle of a batch would be too late.</summary>
    private void LoadSteps()
    {
        foreach (OptimizerKind kind in Enum.GetValues<OptimizerKind>())
        {
            OptimizerStep(new OptimizerSpec { Kind = kind, WeightDecay = 1 });
        }
        _scratch.masked_fill_(_pruned, Scalars.Zero);
        OptimizerSteps = 0;
    }

    /// <summary>Gradients with weight decay, 0 where a weight is pruned: moments that are 0 there stay 0, and so do the weights.</summary>
    private Tensor StepGradients(double weightDecay)
    {
        bool masks = _isAnyPruned && _mustMaskGradients;
        if (!masks && weightDecay == 0)
        {
            return _gradients.All;
        }
        _scratch.copy_(_gradients.All);
        if (masks)
        {
            _scratch.masked_fill_(_pruned, Scalars.Zero);
        }
        if (weightDecay != 0)
        {
            using Scalar decay = weightDecay;
            _scratch.add_(_values.All, decay);
        }
        return _scratch;
    }

    /// <summary>See <see cref="OptimizerSpec"/>.</summary>
    private void StepAdam(OptimizerSpec optimizer, Tensor g)
    {
        FlatTensor first = _states[(int)Networks.OptimizerSlot.FirstMoment], second = _states[(int)Networks.OptimizerSlot.SecondMoment];
        using Scalar beta1 = optimizer.Beta1, rest1 = 1 - optimizer.Beta1, beta2 = optimizer.Beta2, rest2 = 1 - optimizer.Beta2;
        using Scalar correction = Math.Sqrt(1 - Math.Pow(optimizer.Beta2, OptimizerSteps)), epsilon = optimizer.Epsilon;
        using Scalar step = -optimizer.LearningRate / (1 - Math.Pow(optimizer.Beta1, OptimizerSteps));
        first.All.mul_(beta1).add_(g, rest1);
        second.All.mul_(beta2).addcmul_(g, g, rest2);

        // The gradients have served: the same memory takes √v/√(1−β₂ᵗ) + ε.
        _scratch.copy_(second.All).sqrt_().div_(correction).add_(epsilon, Scalars.One);
        _values.All.addcdiv_(first.All, _scratch, step);
        first.Changed();
        second.Changed();
    }

    /// <summary>See <see cref="OptimizerSpec"/>.</summary>
    private void StepSgd(OptimizerSpec optimizer, Tensor g)
    {
        FlatTensor velocity = _states[(int)Networks.OptimizerSlot.Velocity];
        using Scalar momentum = optimizer.Momentum, step = -optimizer.LearningRate;
        velocity.All.mul_(momentum).Gain(g);
        _values.All.add_(velocity.All, step);
        velocity.Changed();
    }

    /// <summary>Takes over masks that have changed without being handed over anew.</summary>
    private void SyncMasks()
    {
        for (int i = 0; i < _masks.Length; i++)
        {
            if (_masks[i] is { } mask && mask.Changes != _maskChanges[i])
            {
                SetMask(i, mask);
            }
        }
    }
}
