using System.Runtime.CompilerServices;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>What the recurrent layers share: <c>z(t) = W_ih·x(t) + b_ih + W_hh·h(t−1) + b_hh</c> over time, dense or sparse,
/// and its gradients.</summary>
/// <remarks>
/// Rows of z are the layer's own: row <c>unit·gates + gate</c>. They are computed in groups of
/// <see cref="SparseRows.GroupRows"/> so that the arithmetic of their units follows while they are in the first-level cache.
/// x(t) and h(t−1) lie one after the other in memory: where both matrices are sparse, their rows are summed as one.
/// Gradients of z stay for <see cref="Together"/> steps, which the weight gradients then take at once.
/// </remarks>
internal abstract unsafe class RecurrentLayer<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary>Most steps whose weight gradients are computed at once.</summary>
    private const int Together = 4;

    private readonly ManagedParameter[] _parameters;
    private readonly WeightMatrix<TVector, TLanes> _inputWeights;
    private readonly WeightMatrix<TVector, TLanes> _hiddenWeights;
    private readonly SparseRows _sparse;
    private readonly AlignedBuffer _states;
    private readonly AlignedBuffer _bias;
    private readonly AlignedBuffer _biasSums;
    private readonly AlignedBuffer _gradients;
    private readonly AlignedBuffer _stateGradient;
    private readonly nint _stateStep;
    private readonly nint _gradientStep;
    private (int Input, int Hidden) _patterns;
    private bool _sparseInput;
    private bool _sparseHidden;

    /// <summary>Allocates.</summary>
    /// <param name="shape">Shape of the network.</param>
    /// <param name="parameters">Parameters of the network, in the order of <see cref="Architecture"/>.</param>
    /// <param name="gates">Gates per unit.</param>
    /// <param name="chunk">Most windows at a time.</param>
    protected RecurrentLayer(NetworkShape shape, ManagedParameter[] parameters, int gates, int chunk)
    {
        _parameters = parameters;
        Hidden = shape.Spec.HiddenUnits;
        Inputs = shape.Inputs;
        Steps = shape.Window;
        Chunk = chunk;
        Rows = gates * Hidden;
        _inputWeights = new WeightMatrix<TVector, TLanes>(parameters[RecurrentArchitecture.InputWeights], chunk, gates, true);
        _hiddenWeights = new WeightMatrix<TVector, TLanes>(parameters[RecurrentArchitecture.HiddenWeights], chunk, gates, true);
        _sparse = new SparseRows(Rows, 2, Inputs + Hidden);
        _stateStep = ((nint)(Inputs + Hidden) * chunk) + KernelLayout.TimePadding;
        _states = new AlignedBuffer((long)_stateStep * (Steps + 1));
        _gradientStep = ((nint)Rows * chunk) + KernelLayout.TimePadding;
        _gradients = new AlignedBuffer((long)_gradientStep * Together);
        _stateGradient = new AlignedBuffer((long)Hidden * chunk);
        _bias = new AlignedBuffer(Rows);
        _biasSums = new AlignedBuffer((long)Rows * KernelLayout.LaneMultiple);
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

    /// <summary>Hidden state [H × lanes] after a time step; −1 is the initial state, 0.</summary>
    public float* State(int time) => Block(time + 1) + ((nint)Inputs * Chunk);

    /// <summary>Prepares forward passes with the present weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void BeginForward()
    {
        float* a = _parameters[RecurrentArchitecture.InputBias].Values.Pointer;
        float* b = _parameters[RecurrentArchitecture.HiddenBias].Values.Pointer;
        int* weightRows = _inputWeights.WeightRows;
        for (int row = 0; row < Rows; row++)
        {
            _bias.Pointer[row] = a[weightRows[row]] + b[weightRows[row]];
        }
        PrepareSparse();
    }

    /// <summary>Prepares backward passes with the present weights and empties the sums of gradients.</summary>
    public void BeginBackward()
    {
        _inputWeights.BeginBackward();
        _hiddenWeights.BeginBackward();
        _biasSums.Span.Clear();
    }

    /// <summary>Runs a chunk of windows forward through time.</summary>
    /// <param name="batch">Inputs.</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(InputBatch batch, int lanes)
    {
        long bytes = (long)Inputs * Chunk * sizeof(float);
        for (int t = 0; t < Steps; t++)
        {
            float* x = batch.ByFeature(t);
            if (_sparseInput)
            {
                Buffer.MemoryCopy(x, Block(t), bytes, bytes);
            }
            float* sums = Sums(t);
            int last = _sparseInput || _sparseHidden ? _sparse.Segments - 1 : 0;
            for (int segment = 0; segment <= last; segment++)
            {
                for (int first = 0; first < Rows; first += SparseRows.GroupRows)
                {
                    int end = Math.Min(first + SparseRows.GroupRows, Rows);
                    AddProducts(t, segment, segment == last, first, end, x, sums, lanes);
                    if (segment == last)
                    {
                        Activate(t, first, end, lanes);
                    }
                }
            }
        }
    }

    /// <summary>Runs a chunk of windows backward through time and adds to the sums of gradients.</summary>
    /// <param name="batch">Inputs of the forward pass.</param>
    /// <param name="stateGradient">Gradient of the last hidden state [H × lanes]; overwritten.</param>
    /// <param name="count">Windows.</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward(InputBatch batch, float* stateGradient, int count, int lanes)
    {
        BeginBackwardSteps();
        float* current = stateGradient, previous = _stateGradient.Pointer;
        int waiting = 0;
        for (int t = Steps - 1; t >= 0; t--)
        {
            float* gradient = _gradients.Pointer + (waiting * _gradientStep);
            BackwardStep(t, current, gradient, previous, lanes);
            float* done = current;
            current = previous;
            previous = done;
            waiting++;
            if (waiting == Together || t == 0)
            {
                AddWeightGradients(batch, t, waiting, count);
                waiting = 0;
            }
        }
    }

    /// <summary>Moves the sums of gradients into the parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void EndBackward()
    {
        _inputWeights.EndBackward();
        _hiddenWeights.EndBackward();
        float* inputBias = _parameters[RecurrentArchitecture.InputBias].Gradients.Pointer;
        float* hiddenBias = _parameters[RecurrentArchitecture.HiddenBias].Gradients.Pointer;
        int* weightRows = _inputWeights.WeightRows;
        for (nint row = 0; row < Rows; row++)
        {
            float sum = TLanes.Sum(TLanes.Load(_biasSums.Pointer + (row * TLanes.Width)));
            inputBias[weightRows[row]] = hiddenBias[weightRows[row]] = sum;
        }
    }

    /// <summary>Where z(t) goes [rows × lanes].</summary>
    protected abstract float* Sums(int time);

    /// <summary>From z(t) to h(t) for the units of some rows.</summary>
    /// <param name="time">Time step.</param>
    /// <param name="first">First row.</param>
    /// <param name="end">Row after the last.</param>
    /// <param name="lanes">Lanes.</param>
    protected abstract void Activate(int time, int first, int end, int lanes);

    /// <summary>Prepares a pass backward through time.</summary>
    protected abstract void BeginBackwardSteps();

    /// <summary>From the gradient of h(t) to that of z(t) for the units of some rows.</summary>
    /// <param name="time">Time step.</param>
    /// <param name="first">First row.</param>
    /// <param name="end">Row after the last.</param>
    /// <param name="stateGradient">Gradient of h(t) [H × lanes].</param>
    /// <param name="gradient">Receives that of z(t) [rows × lanes].</param>
    /// <param name="rowSums">One vector per row, to which the row's gradients are added.</param>
    /// <param name="lanes">Lanes.</param>
    protected abstract void ActivateBackward(
        int time, int first, int end, float* stateGradient, float* gradient, float* rowSums, int lanes);

    /// <summary>From the gradient of h(t) to those of z(t) and of h(t−1). Sparse, rows of z(t) go on to h(t−1) segment by
    /// segment, while they are in the first-level cache.</summary>
    private void BackwardStep(int t, float* stateGradient, float* gradient, float* previous, int lanes)
    {
        float* rowSums = _biasSums.Pointer;
        if (t == 0 || !_parameters[RecurrentArchitecture.HiddenWeights].Kernels.DataGradient)
        {
            ActivateBackward(t, 0, Rows, stateGradient, gradient, rowSums, lanes);
            if (t > 0)
            {
                _hiddenWeights.BackwardData(gradient, 0, 1, false, previous, 0, lanes);
            }
            return;
        }
        for (int first = 0, segment = 0; first < Rows; first += SparseRows.SegmentRows, segment++)
        {
            int end = Math.Min(first + SparseRows.SegmentRows, Rows);
            ActivateBackward(t, first, end, stateGradient, gradient, rowSums, lanes);
            _hiddenWeights.BackwardSegment(segment, gradient, false, previous, lanes);
        }
    }

    private float* Block(int time) => _states.Pointer + (time * _stateStep);

    /// <summary>What a segment of x and h contributes to a group of rows; x before h in every sum, whatever kernels run. Dense
    /// products have no segments: that of x goes with the first one, that of h follows it or the last one.</summary>
    private void AddProducts(int t, int segment, bool isLast, int first, int end, float* x, float* sums, int lanes)
    {
        float* state = State(t - 1), start = segment == 0 ? _bias.Pointer : null;
        bool denseHidden = !_sparseHidden && t > 0;
        if (!_sparseInput)
        {
            if (segment == 0)
            {
                _inputWeights.MultiplyRows(first, end, x, lanes, start, sums, denseHidden ? _hiddenWeights : null, state);
            }
            denseHidden = false;
            start = null;
        }
        if (_sparseInput || _sparseHidden)
        {
            int pairs = segment * _sparse.Pairs;
            SparseKernel<TVector, TLanes>.Multiply(
                _sparse, pairs + (first / 2), pairs + ((end + 1) / 2), Block(t), lanes, start, sums, Chunk);
        }
        if (denseHidden && isLast)
        {
            _hiddenWeights.MultiplyRows(first, end, state, lanes, null, sums);
        }
    }

    /// <summary>Adds <c>δz(t)·x(t)ᵀ</c> and <c>δz(t)·h(t−1)ᵀ</c> of steps whose gradients wait, the latest step first.</summary>
    private void AddWeightGradients(InputBatch batch, int firstTime, int steps, int count)
    {
        float* gradients = _gradients.Pointer;
        int last = firstTime + steps - 1;
        _inputWeights.AddWeightGradients(
            gradients, _gradientStep, batch.ByFeature(last), -batch.FeatureStep, steps, count);
        // h(−1) is 0.
        int withState = firstTime == 0 ? steps - 1 : steps;
        _hiddenWeights.AddWeightGradients(gradients, _gradientStep, State(last - 1), -_stateStep, withState, count);
    }

    /// <summary>Lays out the rows of the matrices that run sparse.</summary>
    private void PrepareSparse()
    {
        ManagedParameter input = _parameters[RecurrentArchitecture.InputWeights];
        ManagedParameter hidden = _parameters[RecurrentArchitecture.HiddenWeights];
        _sparseInput = input.Kernels.Forward;
        _sparseHidden = hidden.Kernels.Forward;
        int* weightRows = _inputWeights.WeightRows;
        if (_patterns != (input.PatternVersion, hidden.PatternVersion))
        {
            _patterns = (input.PatternVersion, hidden.PatternVersion);
            _sparse.Begin();
            if (_sparseInput)
            {
                _sparse.Count(input.Pattern!, weightRows, 0);
            }
            if (_sparseHidden)
            {
                _sparse.Count(hidden.Pattern!, weightRows, Inputs);
            }
            _sparse.Arrange();
            if (_sparseInput)
            {
                _sparse.Fill(0, input.Pattern!, weightRows, 0, Chunk);
            }
            if (_sparseHidden)
            {
                _sparse.Fill(1, hidden.Pattern!, weightRows, Inputs, Chunk);
            }
        }
        if (_sparseInput)
        {
            _sparse.Refresh(0, input.CompactValues, input.Pattern!.Count);
        }
        if (_sparseHidden)
        {
            _sparse.Refresh(1, hidden.CompactValues, hidden.Pattern!.Count);
        }
    }
}
