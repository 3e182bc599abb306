using System.Runtime.CompilerServices;
using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>The inputs of one chunk of windows, step by step, in the two layouts that the kernels read.</summary>
internal sealed unsafe class InputBatch
{
    private readonly int _rowsPerStep;
    private readonly int _steps;
    private readonly AlignedBuffer _byLane;
    private readonly AlignedBuffer _byFeature;
    private readonly nint _laneStep;
    private readonly nint _featureStep;

    /// <summary>Allocates for chunks of up to <paramref name="chunk"/> windows.</summary>
    /// <param name="inputs">Features of a row of the data.</param>
    /// <param name="rowsPerStep">Rows of the data that a step takes together: 1, a patch, or the whole window.</param>
    /// <param name="steps">Steps; the last row of the window is repeated to fill the last one.</param>
    /// <param name="chunk">Most windows at a time.</param>
    public InputBatch(int inputs, int rowsPerStep, int steps, int chunk)
    {
        _rowsPerStep = rowsPerStep;
        _steps = steps;
        Features = inputs * rowsPerStep;
        Chunk = chunk;
        RowStride = KernelLayout.Pad(Features + 1);
        _laneStep = ((nint)chunk * RowStride) + KernelLayout.TimePadding;
        _featureStep = ((nint)chunk * Features) + KernelLayout.TimePadding;
        _byLane = new AlignedBuffer((long)_laneStep * steps);
        _byFeature = new AlignedBuffer((long)_featureStep * steps);
        for (int t = 0; t < steps; t++)
        {
            for (int lane = 0; lane < chunk; lane++)
            {
                ByLane(t)[((nint)lane * RowStride) + Features] = 1f;
            }
        }
    }

    /// <summary>Features of a step.</summary>
    public int Features { get; }

    /// <summary>Lanes of the buffers.</summary>
    public int Chunk { get; }

    /// <summary>Distance between steps in <see cref="ByFeature"/>.</summary>
    public nint FeatureStep => _featureStep;

    /// <summary>Floats per lane in <see cref="ByLane"/>: the features, then a 1 whose weight gradient is that of the
    /// bias, then zeros.</summary>
    public int RowStride { get; }

    /// <summary>[lane × <see cref="RowStride"/>] at a time step.</summary>
    public float* ByLane(int time) => _byLane.Pointer + (time * _laneStep);

    /// <summary>[feature × lane] at a time step.</summary>
    public float* ByFeature(int time) => _byFeature.Pointer + (time * _featureStep);

    /// <summary>Collects windows from the series; lanes after the last window are 0.</summary>
    /// <param name="data">The series.</param>
    /// <param name="windows">Window numbers; empty to take consecutive ones.</param>
    /// <param name="first">First window number when <paramref name="windows"/> is empty.</param>
    /// <param name="count">Number of windows.</param>
    /// <param name="lanes">Lanes to fill.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(WindowSet data, ReadOnlySpan<int> windows, int first, int count, int lanes)
    {
        int inputs = data.FeatureCount, lastRow = data.Window - 1;
        ReadOnlySpan<float> rows = data.Rows;
        fixed (float* source = rows)
        {
            for (int t = 0; t < _steps; t++)
            {
                float* target = ByLane(t);
                for (int lane = 0; lane < lanes; lane++)
                {
                    float* to = target + ((nint)lane * RowStride);
                    if (lane >= count)
                    {
                        new Span<float>(to, Features).Clear();
                        continue;
                    }
                    nint row = (nint)data.FirstRow(windows.IsEmpty ? first + lane : windows[lane]);
                    for (int r = 0; r < _rowsPerStep; r++)
                    {
                        float* from = source + ((row + Math.Min((t * _rowsPerStep) + r, lastRow)) * inputs);
                        for (int f = 0; f < inputs; f++)
                        {
                            *to++ = from[f];
                        }
                    }
                }
                TransposeKernel.Transpose(target, RowStride, lanes, Features, ByFeature(t), Chunk);
            }
        }
    }
}
