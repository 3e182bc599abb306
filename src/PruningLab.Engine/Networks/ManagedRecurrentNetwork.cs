using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>A recurrent layer, dropout on its last hidden state, a linear layer to one output; managed code on one thread.</summary>
/// <remarks>All memory is allocated by the constructor; passes and steps allocate nothing. Batches run in chunks of at most
/// <see cref="KernelLayout.MaxChunk"/> windows whose gradients add up. Source of the layers: PyTorch's documentation of
/// <c>nn.RNN</c>, <c>nn.LSTM</c>, <c>nn.Linear</c>. Deviations: none.</remarks>
internal sealed unsafe class ManagedRecurrentNetwork<TVector, TLanes> : INetwork
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly ManagedParameter[] _parameters;
    private readonly ParameterInfo[] _infos;
    private readonly int _chunk;
    private readonly InputBatch _batch;
    private readonly RecurrentLayer<TVector, TLanes> _recurrent;
    private readonly LinearHead<TVector, TLanes> _head;
    private readonly AlignedBuffer _stateGradient;
    private readonly byte[] _dropped;
    private WindowSet? _data;
    private long _adamSteps;
    private bool _disposed;

    /// <summary>Allocates and draws the initial weights.</summary>
    public ManagedRecurrentNetwork(NetworkShape shape, RandomStream weights)
    {
        Shape = shape;
        int hidden = shape.Spec.HiddenUnits;
        _infos = ParameterLayout.Describe(shape);
        _parameters = new ManagedParameter[_infos.Length];
        // nn.RNN and nn.LSTM draw from ±1/√H, nn.Linear from ±1/√(inputs), which are the H hidden units as well.
        float bound = (float)(1 / Math.Sqrt(hidden));
        for (int i = 0; i < _infos.Length; i++)
        {
            _parameters[i] = new ManagedParameter(_infos[i]);
            _parameters[i].Initialise(weights, bound);
        }
        _chunk = Math.Min(KernelLayout.Pad(shape.BatchSize), KernelLayout.MaxChunk);
        _batch = new InputBatch(shape, _chunk);
        _recurrent = shape.Spec.Kind == NetworkKind.Lstm
            ? new LstmLayer<TVector, TLanes>(shape, _parameters, _chunk)
            : new RnnLayer<TVector, TLanes>(shape, _parameters, _chunk);
        _head = new LinearHead<TVector, TLanes>(hidden, _parameters, _chunk);
        _stateGradient = new AlignedBuffer((long)hidden * _chunk);
        _dropped = new byte[hidden];
    }

    /// <inheritdoc/>
    public NetworkShape Shape { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ParameterInfo> Parameters => _infos;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> DroppedUnits => _dropped;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Weights(int parameter) => _parameters[parameter].Values.Span;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Gradients(int parameter) => _parameters[parameter].Gradients.Span;

    /// <inheritdoc/>
    public void SetWeights(int parameter, ReadOnlySpan<float> values) => _parameters[parameter].Set(values);

    /// <inheritdoc/>
    public void SetMask(int parameter, Mask mask) => _parameters[parameter].SetMask(mask);

    /// <inheritdoc/>
    public void Bind(WindowSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (data.Window != Shape.Window || data.FeatureCount != Shape.Inputs)
        {
            throw new ArgumentException(
                $"The network takes windows of {Shape.Window} rows with {Shape.Inputs} features, but the data has windows of "
                + $"{data.Window} rows with {data.FeatureCount}; create the network anew for this data.", nameof(data));
        }
        _data = data;
    }

    /// <inheritdoc/>
    public double ForwardBackward(
        ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, Span<float> predictions)
    {
        WindowSet data = BoundData();
        CheckRate(dropoutRate);
        if (windows.IsEmpty || windows.Length > Shape.BatchSize)
        {
            throw new ArgumentException($"A batch has 1 to {Shape.BatchSize} windows, not {windows.Length}.", nameof(windows));
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(predictions.Length, windows.Length, nameof(predictions));
        foreach (int window in windows)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(window, nameof(windows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(window, data.Count, nameof(windows));
        }
        _recurrent.BeginForward();
        _recurrent.BeginBackward();
        _head.BeginBackward();
        double sum = 0;
        for (int first = 0; first < windows.Length; first += _chunk)
        {
            ReadOnlySpan<int> part = windows.Slice(first, Math.Min(_chunk, windows.Length - first));
            int lanes = KernelLayout.Pad(part.Length);
            _batch.Gather(data, part, 0, part.Length, lanes);
            _recurrent.Forward(_batch, lanes);
            _head.Draw(dropoutRate, dropout, part.Length, first == 0 ? _dropped : default);
            _head.Forward(_recurrent.State(Shape.Window - 1), lanes);
            _head.Outputs[..part.Length].CopyTo(predictions[first..]);
            sum += Loss(data, part, windows.Length);
            _head.Backward(part.Length, lanes, _stateGradient.Pointer);
            _recurrent.Backward(_batch, _stateGradient.Pointer, part.Length, lanes);
        }
        _head.EndBackward();
        _recurrent.EndBackward();
        GC.KeepAlive(this);
        return sum / windows.Length;
    }

    /// <inheritdoc/>
    public void OptimizerStep(OptimizerSpec optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (optimizer.Kind == OptimizerKind.Sgd)
        {
            foreach (ManagedParameter parameter in _parameters)
            {
                parameter.StepSgd<TVector, TLanes>(optimizer);
            }
        }
        else
        {
            _adamSteps++;
            double step = optimizer.LearningRate / (1 - Math.Pow(optimizer.Beta1, _adamSteps));
            double correction = Math.Sqrt(1 - Math.Pow(optimizer.Beta2, _adamSteps));
            foreach (ManagedParameter parameter in _parameters)
            {
                parameter.StepAdam<TVector, TLanes>(optimizer, step, correction);
            }
        }
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public void Predict(int firstWindow, Span<float> predictions, double dropoutRate, RandomStream dropout)
    {
        WindowSet data = BoundData();
        CheckRate(dropoutRate);
        ArgumentOutOfRangeException.ThrowIfNegative(firstWindow);
        if (predictions.Length > data.Count - firstWindow)
        {
            throw new ArgumentOutOfRangeException(
                nameof(firstWindow), firstWindow,
                $"There are {data.Count} windows, so {predictions.Length} cannot be predicted from number {firstWindow} on.");
        }
        _recurrent.BeginForward();
        for (int first = 0; first < predictions.Length; first += _chunk)
        {
            int count = Math.Min(_chunk, predictions.Length - first);
            int lanes = KernelLayout.Pad(count);
            _batch.Gather(data, default, firstWindow + first, count, lanes);
            _recurrent.Forward(_batch, lanes);
            _head.Draw(dropoutRate, dropout, count, default);
            _head.Forward(_recurrent.State(Shape.Window - 1), lanes);
            _head.Outputs[..count].CopyTo(predictions[first..]);
        }
        GC.KeepAlive(this);
    }

    /// <summary>Lets go of the data; the memory itself belongs to the garbage collector.</summary>
    public void Dispose()
    {
        _disposed = true;
        _data = null;
    }

    /// <summary>Sum of squared errors of a chunk; sets the gradients of the predictions to <c>2(y − target)/batch</c>.</summary>
    private double Loss(WindowSet data, ReadOnlySpan<int> windows, int batch)
    {
        ReadOnlySpan<float> outputs = _head.Outputs;
        Span<float> gradients = _head.OutputGradients;
        gradients.Clear();
        double sum = 0;
        for (int lane = 0; lane < windows.Length; lane++)
        {
            double error = (double)outputs[lane] - data.Target(windows[lane]);
            gradients[lane] = (float)(2 * error / batch);
            sum += error * error;
        }
        return sum;
    }

    private WindowSet BoundData()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _data ?? throw new InvalidOperationException("The network has no data yet; call Bind first.");
    }

    private static void CheckRate(double rate)
    {
        if (!(rate >= 0 && rate < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rate), rate, $"The dropout rate must be at least 0 and below 1, not {rate}.");
        }
    }
}
