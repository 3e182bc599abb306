using System.Globalization;
using System.Runtime.InteropServices;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch;

/// <content>Forward and backward passes, predictions, and parts of them where the device's memory has no room for the whole.</content>
internal sealed partial class TorchNetwork
{
    private readonly RandomStream _dropoutBefore = new(0);
    private int _part;
    private int _predictedTogether;
    private int _predicted;
    private string? _notice;

    /// <inheritdoc/>
    public int LossesThatMayWait => 15;

    /// <inheritdoc/>
    public void ForwardBackward(ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, bool maskedGradients = false)
    {
        DeviceWindows data = BoundData();
        PassChecks.RequireRate(dropoutRate);
        PassChecks.RequireBatch(windows, Shape, data.Data);
        _dropoutBefore.TakeOver(dropout);
        int before = _part, whole = Math.Min(_part, windows.Length);
        while (true)
        {
            try
            {
                Pass(data, windows, dropoutRate, dropout, maskedGradients);
                break;
            }
            catch (Exception e) when (MemoryFault.Is(e))
            {
                dropout.TakeOver(_dropoutBefore);
                _gradients.Changed();
                Halve(ref _part, windows.Length, before, e, $"a batch of {windows.Length} windows, even window by window");
            }
        }
        if (_part < whole)
        {
            _notice = string.Create(CultureInfo.InvariantCulture,
                $"{_computeDevice.Name} ({_computeDevice.Id}) has no room for {whole:N0} windows at a time: batches are computed in parts of {_part:N0}, and their gradients added up.");
        }
    }

    /// <inheritdoc/>
    public string? TakeNotice()
    {
        string? notice = _notice;
        _notice = null;
        return notice;
    }

    /// <inheritdoc/>
    public int TakeLosses(Span<double> losses) => _errors.TakeLosses(losses);

    /// <inheritdoc/>
    public ErrorSum TakeErrors() => _errors.TakeErrors();

    /// <inheritdoc/>
    public void CopyPredictions(Span<float> predictions)
    {
        using Tensor part = _predictions.narrow(0, 0, _predicted);
        Download(part, predictions);
    }

    /// <inheritdoc/>
    public void Predict(int firstWindow, Span<float> predictions, double dropoutRate, RandomStream dropout)
    {
        DeviceWindows data = BoundData();
        PassChecks.RequireRate(dropoutRate);
        int windows = PassChecks.RequireRun(firstWindow, predictions, Shape, data.Data);
        int block = Math.Max(_settings.PredictedTogether, Shape.BatchSize);
        int before = _predictedTogether;
        block = (block + _dropout.Chunk - 1) / _dropout.Chunk * _dropout.Chunk;
        for (int first = 0; first < windows; first += block)
        {
            int count = Math.Min(block, windows - first);
            Span<float> room = predictions.Slice(first * Shape.Outputs, count * Shape.Outputs);
            _dropoutBefore.TakeOver(dropout);
            while (true)
            {
                try
                {
                    PredictBlock(data, firstWindow + first, count, room, dropoutRate, dropout);
                    break;
                }
                catch (Exception e) when (MemoryFault.Is(e))
                {
                    dropout.TakeOver(_dropoutBefore);
                    Halve(ref _predictedTogether, count, before, e, "predicting a single window");
                }
            }
        }
    }

    private void Pass(DeviceWindows data, ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, bool maskedGradients)
    {
        using DisposeScope scope = NewDisposeScope();
        SyncMasks();
        int count = windows.Length;
        DropoutFactors? factors = _dropout.Draw(dropoutRate, dropout, count, tells: true);
        Tensor numbers = Numbers(windows);
        _gradients.All.zero_();
        _gradients.Changed();
        _errors.Begin();
        for (int first = 0; first < count; first += _part)
        {
            using DisposeScope part = NewDisposeScope();
            int taken = Math.Min(_part, count - first);
            _settings.BeforePart?.Invoke(taken);
            Tensor some = numbers.narrow(0, first, taken);
            Tensor predictions = _module.call(data.Inputs(some, _rowOffsets), factors?.Of(first, taken));
            Tensor gradient;
            using (no_grad())
            {
                gradient = _errors.Add(predictions, data.Truth(some), count);
                _predictions.narrow(0, first, taken).copy_(predictions);
            }
            predictions.backward([gradient]);
        }
        if (_isAnyPruned && !maskedGradients)
        {
            using IDisposable still = no_grad();
            _gradients.All.masked_fill_(_pruned, Scalars.Zero);
        }
        _mustMaskGradients = maskedGradients;
        _errors.End(count);
        _predicted = count;
    }

    private void PredictBlock(DeviceWindows data, int firstWindow, int count, Span<float> room, double dropoutRate, RandomStream dropout)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        DropoutFactors? factors = _dropout.Draw(dropoutRate, dropout, count, tells: false);
        for (int first = 0; first < count; first += _predictedTogether)
        {
            using DisposeScope part = NewDisposeScope();
            int taken = Math.Min(_predictedTogether, count - first);
            _settings.BeforePart?.Invoke(taken);
            Tensor numbers = Numbers(firstWindow + first, taken);
            Tensor predictions = _module.call(data.Inputs(numbers, _rowOffsets), factors?.Of(first, taken));
            Download(predictions, room[(first * Shape.Outputs)..]);
        }
    }

    /// <summary>Half as many windows at a time.</summary>
    /// <param name="together">How many there were at a time.</param>
    /// <param name="windows">How many there are.</param>
    /// <param name="before">How many at a time the next attempt begins with if this one fails for good: there may be room then.</param>
    /// <param name="exception">What failed.</param>
    /// <param name="what">What the memory was for.</param>
    /// <exception cref="OutOfDeviceMemoryException">There was one only.</exception>
    private void Halve(ref int together, int windows, int before, Exception exception, string what)
    {
        int tried = Math.Min(together, windows);
        if (tried == 1)
        {
            together = before;
            throw MemoryFault.Of(exception, _computeDevice, _memory, what);
        }
        together = tried / 2;
    }

    private Tensor Numbers(ReadOnlySpan<int> windows)
    {
        Span<long> numbers = windows.Length <= 512 ? stackalloc long[windows.Length] : new long[windows.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = windows[i];
        }
        return DeviceWindows.Upload<long>(numbers, int64, _device);
    }

    private Tensor Numbers(int first, int count)
    {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = first + i;
        }
        return DeviceWindows.Upload<long>(numbers, int64, _device);
    }

    /// <summary>Waits for the device and copies values to the host.</summary>
    private static void Download(Tensor values, Span<float> room)
    {
        using Tensor host = values.cpu();
        using Tensor whole = host.contiguous();
        MemoryMarshal.Cast<byte, float>(whole.bytes).CopyTo(room);
    }

    private DeviceWindows BoundData()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _data ?? throw new InvalidOperationException("The network has no data yet; call Bind first.");
    }
}
