using System.Runtime.CompilerServices;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>Inverted dropout on the last hidden state, then <c>y = w·h + b</c>, PyTorch's <c>nn.Linear(H, 1)</c>.</summary>
internal sealed unsafe class LinearHead<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly int _hidden;
    private readonly int _chunk;
    private readonly ManagedParameter _weights;
    private readonly ManagedParameter _bias;
    private readonly AlignedBuffer _scale;
    private readonly AlignedBuffer _kept;
    private readonly AlignedBuffer _keptByLane;
    private readonly AlignedBuffer _outputs;
    private readonly AlignedBuffer _outputGradients;
    private readonly AlignedBuffer _weightGradients;
    private bool _dropping;

    /// <summary>Allocates.</summary>
    /// <param name="hidden">Hidden units H.</param>
    /// <param name="parameters">Parameters of the network, in the order of <see cref="ParameterLayout"/>.</param>
    /// <param name="chunk">Most windows at a time.</param>
    public LinearHead(int hidden, ManagedParameter[] parameters, int chunk)
    {
        _hidden = hidden;
        _chunk = chunk;
        _weights = parameters[ParameterLayout.HeadWeights];
        _bias = parameters[ParameterLayout.HeadBias];
        _scale = new AlignedBuffer((long)hidden * chunk);
        _scale.Span.Fill(1f);
        _kept = new AlignedBuffer((long)hidden * chunk);
        _keptByLane = new AlignedBuffer((long)chunk * KernelLayout.Pad(hidden));
        _outputs = new AlignedBuffer(chunk);
        _outputGradients = new AlignedBuffer(chunk);
        _weightGradients = new AlignedBuffer(KernelLayout.Pad(hidden));
    }

    /// <summary>Predictions of the last forward pass, one per lane.</summary>
    public ReadOnlySpan<float> Outputs => _outputs.Span;

    /// <summary>Gradients of the predictions, to be filled before <see cref="Backward"/>; 0 after the last window.</summary>
    public Span<float> OutputGradients => _outputGradients.Span;

    /// <summary>Draws which units are dropped: window by window, unit by unit, one number each.</summary>
    /// <param name="rate">Share p; a unit is dropped when its number is below p, else scaled by 1/(1−p).</param>
    /// <param name="stream">Stream; not touched when the rate is 0.</param>
    /// <param name="count">Windows.</param>
    /// <param name="dropped">Receives 1 per dropped unit of the first window, else 0; may be empty.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Draw(double rate, RandomStream stream, int count, Span<byte> dropped)
    {
        dropped.Clear();
        if (rate == 0)
        {
            if (_dropping)
            {
                _scale.Span.Fill(1f);
                _dropping = false;
            }
            return;
        }
        _dropping = true;
        float kept = (float)(1 / (1 - rate)), below = (float)rate;
        float* scale = _scale.Pointer;
        for (int lane = 0; lane < count; lane++)
        {
            for (int unit = 0; unit < _hidden; unit++)
            {
                bool drop = stream.NextSingle() < below;
                scale[((nint)unit * _chunk) + lane] = drop ? 0f : kept;
                if (drop && lane == 0 && !dropped.IsEmpty)
                {
                    dropped[unit] = 1;
                }
            }
        }
    }

    /// <summary>Empties the sums of gradients.</summary>
    public void BeginBackward()
    {
        _weightGradients.Span.Clear();
        _bias.Gradients.Pointer[0] = 0f;
    }

    /// <summary>Predicts a chunk of windows.</summary>
    /// <param name="state">Last hidden state [H × lanes].</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    public void Forward(float* state, int lanes)
    {
        HeadKernel<TVector, TLanes>.Forward(state, _scale.Pointer, _hidden, _chunk, lanes, _kept.Pointer);
        MatrixKernel<TVector, TLanes>.Multiply(
            _weights.Values.Pointer, _hidden, 1, _hidden, _kept.Pointer, _chunk, lanes, _bias.Values.Pointer[0], false,
            _outputs.Pointer, _chunk);
    }

    /// <summary>Adds to the sums of gradients and gives the gradient of the last hidden state.</summary>
    /// <param name="count">Windows.</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    /// <param name="stateGradient">Receives it [H × lanes].</param>
    public void Backward(int count, int lanes, float* stateGradient)
    {
        int stride = KernelLayout.Pad(_hidden);
        TransposeKernel.Transpose(_kept.Pointer, _chunk, _hidden, count, _keptByLane.Pointer, stride);
        MatrixKernel<TVector, TLanes>.Multiply(
            _outputGradients.Pointer, _chunk, 1, count, _keptByLane.Pointer, stride, stride, 0f, true,
            _weightGradients.Pointer, stride);
        for (int lane = 0; lane < count; lane++)
        {
            _bias.Gradients.Pointer[0] += _outputGradients.Pointer[lane];
        }
        HeadKernel<TVector, TLanes>.Backward(
            _outputGradients.Pointer, _weights.Values.Pointer, _scale.Pointer, _hidden, _chunk, lanes, stateGradient);
    }

    /// <summary>Moves the sums of gradients into the parameter.</summary>
    public void EndBackward() => _weightGradients.Span[.._hidden].CopyTo(_weights.Gradients.Span);
}
