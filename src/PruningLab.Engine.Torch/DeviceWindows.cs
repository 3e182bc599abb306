using System.Runtime.InteropServices;
using PruningLab.Engine.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch;

/// <summary>A data set on the device: its rows once, and for every window where it begins and what is to be predicted.</summary>
internal sealed class DeviceWindows : IDisposable
{
    private readonly Tensor _rows;
    private readonly Tensor _firstRows;
    private readonly Tensor _truth;
    private readonly bool _sharesRows;

    /// <summary>Copies the data to the device.</summary>
    /// <param name="data">The data.</param>
    /// <param name="former">The data before, whose rows are taken over when they are the same.</param>
    /// <param name="device">Device.</param>
    public DeviceWindows(WindowSet data, DeviceWindows? former, Device device)
    {
        Data = data;
        using DisposeScope scope = NewDisposeScope();
        _firstRows = PerWindow(data, data.FirstRow, device);
        _truth = data.Task == TaskKind.Classification ? PerWindow(data, data.Label, device) : Targets(data, device);
        _sharesRows = former is not null && former.Data.Rows == data.Rows;
        _rows = _sharesRows ? former!._rows : Upload(data.Rows, float32, device).view(-1, data.FeatureCount);
        _firstRows.DetachFromDisposeScope();
        _truth.DetachFromDisposeScope();
        _rows.DetachFromDisposeScope();
    }

    /// <summary>The data.</summary>
    public WindowSet Data { get; }

    /// <summary>Rows of windows [windows × rows × features].</summary>
    /// <param name="windows">Window numbers, on the device.</param>
    /// <param name="rowOffsets">Distance in rows of each row to take from the window's first one, on the device.</param>
    public Tensor Inputs(Tensor windows, Tensor rowOffsets)
    {
        Tensor rows = _firstRows.index_select(0, windows).unsqueeze(1).Plus(rowOffsets);
        return _rows.index_select(0, rows.flatten()).view(rows.shape[0], rows.shape[1], Data.FeatureCount);
    }

    /// <summary>Standardised targets [windows × outputs], or classes [windows].</summary>
    /// <param name="windows">Window numbers, on the device.</param>
    public Tensor Truth(Tensor windows) => _truth.index_select(0, windows);

    /// <summary>Frees all but the rows if <paramref name="successor"/> has taken them over.</summary>
    public void HandOver(DeviceWindows successor)
    {
        _firstRows.Dispose();
        _truth.Dispose();
        if (!successor._sharesRows)
        {
            _rows.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _firstRows.Dispose();
        _truth.Dispose();
        _rows.Dispose();
    }

    /// <summary>Copies values to a device.</summary>
    public static Tensor Upload<T>(ReadOnlySpan<T> values, ScalarType type, Device device)
        where T : unmanaged
    {
        using Tensor host = empty(values.Length, type);
        MemoryMarshal.AsBytes(values).CopyTo(host.bytes);

        // Ordinary memory is read before the call returns, so that the host's copy may go; the device need not have it yet.
        return empty(values.Length, type, device).copy_(host, nonBlocking: true);
    }

    private static Tensor PerWindow(WindowSet data, Func<int, int> value, Device device)
    {
        long[] values = new long[data.Count];
        for (int window = 0; window < values.Length; window++)
        {
            values[window] = value(window);
        }
        return Upload<long>(values, int64, device);
    }

    private static Tensor Targets(WindowSet data, Device device)
    {
        float[] targets = new float[data.Count * data.Outputs];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = data.Target(i / data.Outputs, i % data.Outputs);
        }
        return Upload<float>(targets, float32, device).view(data.Count, data.Outputs);
    }
}
