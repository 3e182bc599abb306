using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>What all networks in managed code share: parameters, masks, losses, optimisers, batches in chunks.</summary>
/// <remarks>All memory is allocated by the constructor; passes and steps allocate nothing. Batches run in chunks of at most
/// <see cref="KernelLayout.MaxChunk"/> windows whose gradients add up.</remarks>
internal abstract unsafe class ManagedNetwork<TVector, TLanes> : IManagedReplica
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly ParameterInfo[] _infos;
    private readonly LossQueue _losses = new();
    private readonly float[] _predictions;
    private readonly byte[] _dropped;
    private readonly AlignedBuffer _outputs;
    private readonly AlignedBuffer _outputGradients;
    private ErrorSum _errors;
    private int _predicted;
    private WindowSet? _data;
    private KernelMode _mode;
    private bool _disposed;

    /// <summary>Allocates the parameters and draws their first values.</summary>
    /// <param name="shape">Shape.</param>
    /// <param name="weights">Stream for the first values.</param>
    /// <param name="droppable">Hidden units that dropout may drop.</param>
    protected ManagedNetwork(NetworkShape shape, RandomStream weights, int droppable)
    {
        Shape = shape;
        _infos = [.. Architecture.Of(shape).Parameters];
        Store = new ManagedParameter[_infos.Length];
        for (int i = 0; i < _infos.Length; i++)
        {
            Store[i] = new ManagedParameter(_infos[i]);
            _infos[i].Initial.Fill(weights, Store[i].Values.Span);
        }
        Chunk = Math.Min(KernelLayout.Pad(shape.BatchSize), KernelLayout.MaxChunk);
        _outputs = new AlignedBuffer((long)shape.Outputs * Chunk);
        _outputGradients = new AlignedBuffer((long)shape.Outputs * Chunk);
        _predictions = new float[shape.BatchSize * shape.Outputs];
        _dropped = new byte[droppable];
    }

    /// <inheritdoc/>
    public NetworkShape Shape { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ParameterInfo> Parameters => _infos;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> DroppedUnits => _dropped;

    /// <inheritdoc/>
    public KernelMode Mode
    {
        get => _mode;
        set
        {
            _mode = value;
            foreach (ManagedParameter parameter in Store)
            {
                parameter.SetMode(value);
            }
        }
    }

    /// <inheritdoc/>
    public MatrixKernels KernelsOf(int parameter) => Store[parameter].Kernels;

    /// <summary>The parameters with all that belongs to them.</summary>
    protected ManagedParameter[] Store { get; }

    /// <summary>Most windows at a time, and the row stride of all buffers.</summary>
    protected int Chunk { get; }

    /// <summary>Predictions [outputs × lanes] of the last <see cref="Forward"/>.</summary>
    protected float* Outputs => _outputs.Pointer;

    /// <summary>Gradients of the predictions [outputs × lanes], for <see cref="Backward"/>; 0 after the last window.</summary>
    protected float* OutputGradients => _outputGradients.Pointer;

    /// <inheritdoc/>
    public virtual bool CanAppraise => false;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Weights(int parameter) => Store[parameter].Values.Span;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Gradients(int parameter) => Store[parameter].Gradients.Span;

    /// <inheritdoc/>
    public ReadOnlySpan<float> OptimizerState(int parameter, OptimizerSlot slot) => Store[parameter].State(slot).Span;

    /// <inheritdoc/>
    public void SetOptimizerState(int parameter, OptimizerSlot slot, ReadOnlySpan<float> values) => Store[parameter].SetState(slot, values);

    /// <inheritdoc/>
    public long OptimizerSteps { get; set; }

    /// <inheritdoc/>
    public void ResetOptimizer()
    {
        OptimizerSteps = 0;
        foreach (ManagedParameter parameter in Store)
        {
            parameter.ClearStates();
        }
    }

    /// <inheritdoc/>
    public void SetGradients(int parameter, ReadOnlySpan<float> values) => Store[parameter].SetGradients(values);

    /// <inheritdoc/>
    public void SetWeights(int parameter, ReadOnlySpan<float> values) => Store[parameter].Set(values);

    /// <inheritdoc/>
    public void SetMask(int parameter, Mask mask) => Store[parameter].SetMask(mask);

    /// <inheritdoc/>
    public void Bind(WindowSet data)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        PassChecks.RequireFit(Shape, data);
        _data = data;
    }

    /// <inheritdoc/>
    public void ForwardBackward(ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, bool maskedGradients = false) =>
        PassPart(windows, windows.Length, dropoutRate, dropout, maskedGradients);

    /// <inheritdoc/>
    public void PassPart(ReadOnlySpan<int> windows, int batch, double dropoutRate, RandomStream dropout, bool maskedGradients)
    {
        WindowSet data = BoundData();
        PassChecks.RequireRate(dropoutRate);
        PassChecks.RequireBatch(windows, Shape, data);
        foreach (ManagedParameter parameter in Store)
        {
            parameter.BeginBackward(maskedGradients);
        }
        BeginForward();
        BeginBackward(maskedGradients);
        double sum = 0;
        for (int first = 0; first < windows.Length; first += Chunk)
        {
            ReadOnlySpan<int> part = windows.Slice(first, Math.Min(Chunk, windows.Length - first));
            int lanes = KernelLayout.Pad(part.Length);
            DrawDropout(dropoutRate, dropout, part.Length, first == 0 ? _dropped : default);
            Forward(data, part, 0, part.Length, lanes);
            Collect(part.Length, _predictions.AsSpan(first * Shape.Outputs));
            sum += Loss(data, part, first, batch);
            Backward(part.Length, lanes);
        }
        EndBackward();
        foreach (ManagedParameter parameter in Store)
        {
            parameter.EndBackward();
        }
        _predicted = windows.Length;
        _losses.Add(sum / windows.Length);
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public int TakeLosses(Span<double> losses) => _losses.Take(losses);

    /// <inheritdoc/>
    public ErrorSum TakeErrors()
    {
        ErrorSum errors = _errors;
        _errors = default;
        return errors;
    }

    /// <inheritdoc/>
    public void CopyPredictions(Span<float> predictions) => _predictions.AsSpan(0, _predicted * Shape.Outputs).CopyTo(predictions);

    /// <inheritdoc/>
    public void AddGradients(IManagedReplica other)
    {
        ManagedParameter[] store = ((ManagedNetwork<TVector, TLanes>)other).Store;
        for (int i = 0; i < Store.Length; i++)
        {
            Store[i].AddGradients<TVector, TLanes>(store[i]);
        }
    }

    /// <inheritdoc/>
    public void TakeValues(IManagedReplica other)
    {
        ManagedParameter[] store = ((ManagedNetwork<TVector, TLanes>)other).Store;
        for (int i = 0; i < Store.Length; i++)
        {
            Store[i].TakeValues(store[i]);
        }
    }

    /// <inheritdoc/>
    public void OptimizerStep(OptimizerSpec optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ObjectDisposedException.ThrowIf(_disposed, this);
        OptimizerSteps++;
        if (optimizer.Kind == OptimizerKind.Sgd)
        {
            foreach (ManagedParameter parameter in Store)
            {
                parameter.StepSgd<TVector, TLanes>(optimizer);
            }
        }
        else
        {
            double step = optimizer.LearningRate / (1 - Math.Pow(optimizer.Beta1, OptimizerSteps));
            double correction = Math.Sqrt(1 - Math.Pow(optimizer.Beta2, OptimizerSteps));
            foreach (ManagedParameter parameter in Store)
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
        PassChecks.RequireRate(dropoutRate);
        int windows = PassChecks.RequireRun(firstWindow, predictions, Shape, data);
        BeginForward();
        for (int first = 0; first < windows; first += Chunk)
        {
            int count = Math.Min(Chunk, windows - first);
            DrawDropout(dropoutRate, dropout, count, default);
            Forward(data, default, firstWindow + first, count, KernelLayout.Pad(count));
            Collect(count, predictions[(first * Shape.Outputs)..]);
        }
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public virtual long AppraisalCost(MaskSet masks) => throw CannotAppraise();

    /// <inheritdoc/>
    public double LeaveOneOut(MaskSet masks, ReadOnlySpan<WindowRun> runs, Span<double> losses)
    {
        ArgumentNullException.ThrowIfNull(masks);
        return LeaveOneOutPart(masks, runs, 0, masks.Total, losses);
    }

    /// <inheritdoc/>
    public virtual double LeaveOneOutPart(MaskSet masks, ReadOnlySpan<WindowRun> runs, int first, int end, Span<double> losses) =>
        throw CannotAppraise();

    /// <summary>Lets go of the data; the memory itself belongs to the garbage collector.</summary>
    public void Dispose()
    {
        _disposed = true;
        _data = null;
    }

    /// <summary>Prepares forward passes with the present weights.</summary>
    protected virtual void BeginForward()
    {
    }

    /// <summary>Draws which units are dropped in the next forward pass.</summary>
    /// <param name="rate">Share p.</param>
    /// <param name="stream">Stream; not touched when the rate is 0.</param>
    /// <param name="count">Windows.</param>
    /// <param name="dropped">Receives 1 per dropped unit of the first window, else 0; may be empty.</param>
    protected abstract void DrawDropout(double rate, RandomStream stream, int count, Span<byte> dropped);

    /// <summary>Predicts a chunk of windows into <see cref="Outputs"/>.</summary>
    /// <param name="data">The data.</param>
    /// <param name="windows">Window numbers; empty to take consecutive ones.</param>
    /// <param name="first">First window number when <paramref name="windows"/> is empty.</param>
    /// <param name="count">Windows.</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    protected abstract void Forward(WindowSet data, ReadOnlySpan<int> windows, int first, int count, int lanes);

    /// <summary>Prepares backward passes with the present weights and empties the sums of gradients.</summary>
    /// <param name="maskedGradients">True when gradients of masked weights are asked for.</param>
    protected abstract void BeginBackward(bool maskedGradients);

    /// <summary>Adds to the sums of gradients, from <see cref="OutputGradients"/> and the last <see cref="Forward"/>.</summary>
    /// <param name="count">Windows.</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    protected abstract void Backward(int count, int lanes);

    /// <summary>Moves the sums of gradients into the parameters.</summary>
    protected abstract void EndBackward();

    /// <summary>From [outputs × lanes] to [windows × outputs].</summary>
    private void Collect(int count, Span<float> predictions)
    {
        int outputs = Shape.Outputs;
        for (int lane = 0; lane < count; lane++)
        {
            for (int output = 0; output < outputs; output++)
            {
                predictions[(lane * outputs) + output] = Outputs[(output * Chunk) + lane];
            }
        }
    }

    /// <summary>Sum of the losses of a chunk's windows; sets the gradients of the predictions: <c>2(y − target)/(batch ·
    /// outputs)</c>, or <c>(softmax(z) − [class])/batch</c>.</summary>
    private double Loss(WindowSet data, ReadOnlySpan<int> windows, int first, int batch)
    {
        int outputs = Shape.Outputs;
        _outputGradients.Span.Clear();
        double sum = 0;
        for (int lane = 0; lane < windows.Length; lane++)
        {
            ReadOnlySpan<float> prediction = _predictions.AsSpan((first + lane) * outputs, outputs);
            int window = windows[lane];
            if (Shape.Task == TaskKind.Classification)
            {
                double all = ErrorSum.LogSumExp(prediction);
                int label = data.Label(window);
                sum += _errors.AddClass(prediction, label, all);
                for (int output = 0; output < outputs; output++)
                {
                    double gradient = Math.Exp(prediction[output] - all) - (output == label ? 1 : 0);
                    OutputGradients[(output * Chunk) + lane] = (float)(gradient / batch);
                }
                continue;
            }
            sum += _errors.Add(prediction, data, window);
            for (int output = 0; output < outputs; output++)
            {
                double gradient = 2 * ((double)prediction[output] - data.Target(window, output)) / outputs;
                OutputGradients[(output * Chunk) + lane] = (float)(gradient / batch);
            }
        }
        return sum;
    }

    /// <summary>The data that window numbers refer to.</summary>
    /// <exception cref="InvalidOperationException">There are none yet.</exception>
    protected WindowSet BoundData()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _data ?? throw new InvalidOperationException("The network has no data yet; call Bind first.");
    }

    private InvalidOperationException CannotAppraise() =>
        new($"A network of kind {Shape.Spec.Kind} has no shorter way to leave connections out than predicting anew.");
}
