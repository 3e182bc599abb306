using System.Runtime.CompilerServices;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>What the recurrent layers share: the hidden states of a chunk over time and the sums of weight gradients.</summary>
internal abstract unsafe class RecurrentLayer<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly AlignedBuffer _hidden;
    private readonly AlignedBuffer _hiddenByLane;
    private readonly AlignedBuffer _inputGradients;
    private readonly AlignedBuffer _hiddenGradients;
    private readonly nint _hiddenStep;

    /// <summary>Allocates.</summary>
    /// <param name="shape">Shape of the network.</param>
    /// <param name="parameters">Parameters of the network, in the order of <see cref="Architecture"/>.</param>
    /// <param name="chunk">Most windows at a time.</param>
    protected RecurrentLayer(NetworkShape shape, ManagedParameter[] parameters, int chunk)
    {
        Hidden = shape.Spec.HiddenUnits;
        Inputs = shape.Inputs;
        Steps = shape.Window;
        Chunk = chunk;
        Rows = parameters[RecurrentArchitecture.InputWeights].Info.Rows;
        Parameters = parameters;
        _hiddenStep = ((nint)Hidden * chunk) + KernelLayout.TimePadding;
        _hidden = new AlignedBuffer((long)_hiddenStep * (Steps + 1));
        _hiddenByLane = new AlignedBuffer((long)chunk * KernelLayout.Pad(Hidden));
        _inputGradients = new AlignedBuffer((long)Rows * KernelLayout.Pad(Inputs + 1));
        _hiddenGradients = new AlignedBuffer((long)Rows * KernelLayout.Pad(Hidden));
        Bias = new AlignedBuffer(Rows);
        Transposed = new AlignedBuffer((long)Rows * Hidden);
    }

    /// <summary>Hidden units H.</summary>
    protected int Hidden { get; }

    /// <summary>Features I.</summary>
    protected int Inputs { get; }

    /// <summary>Time steps.</summary>
    protected int Steps { get; }

    /// <summary>Lanes of the buffers.</summary>
    protected int Chunk { get; }

    /// <summary>Rows of the weight matrices: gates times hidden units.</summary>
    protected int Rows { get; }

    /// <summary>Parameters of the network.</summary>
    protected ManagedParameter[] Parameters { get; }

    /// <summary>Sum of both biases, made once per pass.</summary>
    protected AlignedBuffer Bias { get; }

    /// <summary>Transposed recurrent weights [H × rows], made once per pass; the order of the rows is the layer's own.</summary>
    protected AlignedBuffer Transposed { get; }

    /// <summary>Distance between rows in the sums of gradients.</summary>
    protected int InputGradientStride => KernelLayout.Pad(Inputs + 1);

    /// <summary>Distance between rows in the sums of gradients.</summary>
    protected int HiddenGradientStride => KernelLayout.Pad(Hidden);

    /// <summary>Hidden state [H × lanes] after a time step; −1 is the initial state, 0.</summary>
    public float* State(int time) => _hidden.Pointer + ((time + 1) * _hiddenStep);

    /// <summary>Prepares forward passes with the present weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void BeginForward()
    {
        float* a = Parameters[RecurrentArchitecture.InputBias].Values.Pointer;
        float* b = Parameters[RecurrentArchitecture.HiddenBias].Values.Pointer;
        for (int row = 0; row < Rows; row++)
        {
            Bias.Pointer[row] = a[row] + b[row];
        }
    }

    /// <summary>Prepares backward passes with the present weights and empties the sums of gradients.</summary>
    public void BeginBackward()
    {
        _inputGradients.Span.Clear();
        _hiddenGradients.Span.Clear();
        TransposeWeights();
    }

    /// <summary>Runs a chunk of windows forward through time.</summary>
    /// <param name="batch">Inputs.</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    public abstract void Forward(InputBatch batch, int lanes);

    /// <summary>Runs a chunk of windows backward through time and adds to the sums of gradients.</summary>
    /// <param name="batch">Inputs of the forward pass.</param>
    /// <param name="stateGradient">Gradient of the last hidden state [H × lanes]; overwritten.</param>
    /// <param name="count">Windows.</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    public abstract void Backward(InputBatch batch, float* stateGradient, int count, int lanes);

    /// <summary>Moves the sums of gradients into the parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void EndBackward()
    {
        float* inputWeights = Parameters[RecurrentArchitecture.InputWeights].Gradients.Pointer;
        float* hiddenWeights = Parameters[RecurrentArchitecture.HiddenWeights].Gradients.Pointer;
        float* inputBias = Parameters[RecurrentArchitecture.InputBias].Gradients.Pointer;
        float* hiddenBias = Parameters[RecurrentArchitecture.HiddenBias].Gradients.Pointer;
        for (int row = 0; row < Rows; row++)
        {
            float* from = _inputGradients.Pointer + ((nint)row * InputGradientStride);
            new ReadOnlySpan<float>(from, Inputs).CopyTo(new Span<float>(inputWeights + ((nint)row * Inputs), Inputs));
            inputBias[row] = hiddenBias[row] = from[Inputs];
            from = _hiddenGradients.Pointer + ((nint)row * HiddenGradientStride);
            new ReadOnlySpan<float>(from, Hidden).CopyTo(new Span<float>(hiddenWeights + ((nint)row * Hidden), Hidden));
        }
    }

    /// <summary>Fills <see cref="Transposed"/>.</summary>
    protected abstract void TransposeWeights();

    /// <summary>Row of the weight matrices that a row of the layer's gate gradients belongs to.</summary>
    protected abstract nint WeightRow(nint row);

    /// <summary>Adds <c>δz(t)·x(t)ᵀ</c> and <c>δz(t)·h(t−1)ᵀ</c> to the sums of gradients.</summary>
    /// <param name="batch">Inputs.</param>
    /// <param name="time">Time step.</param>
    /// <param name="gateGradients">δz [rows × lanes].</param>
    /// <param name="count">Windows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void AddWeightGradients(InputBatch batch, int time, float* gateGradients, int count)
    {
        AddProduct(gateGradients, count, batch.ByLane(time), batch.RowStride, _inputGradients.Pointer);
        if (time > 0)
        {
            TransposeKernel.Transpose(State(time - 1), Chunk, Hidden, count, _hiddenByLane.Pointer, HiddenGradientStride);
            AddProduct(gateGradients, count, _hiddenByLane.Pointer, HiddenGradientStride, _hiddenGradients.Pointer);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddProduct(float* gateGradients, int count, float* x, int stride, float* sums)
    {
        RowTile tile = default;
        tile.A = x;
        tile.StrideA = stride;
        tile.DepthA = count;
        tile.Accumulate = true;
        nint last = Rows - 1;
        for (nint row = 0; row < Rows; row += 4)
        {
            nint row1 = Math.Min(row + 1, last), row2 = Math.Min(row + 2, last), row3 = Math.Min(row + 3, last);
            tile.First0 = gateGradients + (row * Chunk);
            tile.First1 = gateGradients + (row1 * Chunk);
            tile.First2 = gateGradients + (row2 * Chunk);
            tile.First3 = gateGradients + (row3 * Chunk);
            tile.Out0 = sums + (WeightRow(row) * stride);
            tile.Out1 = sums + (WeightRow(row1) * stride);
            tile.Out2 = sums + (WeightRow(row2) * stride);
            tile.Out3 = sums + (WeightRow(row3) * stride);
            MatrixKernel<TVector, TLanes>.Run(&tile, stride);
        }
    }
}
