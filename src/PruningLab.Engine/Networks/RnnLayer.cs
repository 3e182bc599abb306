using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>Elman layer: <c>h(t) = tanh(W_ih·x(t) + b_ih + W_hh·h(t−1) + b_hh)</c>, PyTorch's <c>nn.RNN</c>.</summary>
internal sealed unsafe class RnnLayer<TVector, TLanes> : RecurrentLayer<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary>Allocates; see <see cref="RecurrentLayer{TVector, TLanes}"/>.</summary>
    public RnnLayer(NetworkShape shape, ManagedParameter[] parameters, int chunk)
        : base(shape, parameters, 1, chunk)
    {
    }

    /// <inheritdoc/>
    protected override float* Sums(int time) => State(time);

    /// <inheritdoc/>
    protected override void Activate(int time, int first, int end, int lanes) =>
        RnnCellKernel<TVector, TLanes>.Forward(State(time) + ((nint)first * Chunk), end - first, Chunk, lanes);

    /// <inheritdoc/>
    protected override void BeginBackwardSteps()
    {
    }

    /// <inheritdoc/>
    protected override void ActivateBackward(
        int time, int first, int end, float* stateGradient, float* gradient, float* rowSums, int lanes)
    {
        nint at = (nint)first * Chunk;
        RnnCellKernel<TVector, TLanes>.Backward(
            State(time) + at, stateGradient + at, end - first, Chunk, lanes, gradient + at,
            rowSums + ((nint)first * TLanes.Width));
    }
}
