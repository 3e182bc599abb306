using System.Runtime.CompilerServices;
using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>The inputs of one chunk of windows in the two layouts that the kernels read.</summary>
internal sealed unsafe class InputBatch
{
    private readonly NetworkShape _shape;
    private readonly AlignedBuffer _byLane;
    private readonly AlignedBuffer _byFeature;
    private readonly nint _laneStep;
    private readonly nint _featureStep;

    /// <summary>Allocates for chunks of up to <paramref name="chunk"/> windows.</summary>
    public InputBatch(NetworkShape shape, int chunk)
    {
        _shape = shape;
        Chunk = chunk;
        RowStride = KernelLayout.Pad(shape.Inputs + 1);
        _laneStep = ((nint)chunk * RowStride) + KernelLayout.TimePadding;
        _featureStep = ((nint)chunk * shape.Inputs) + KernelLayout.TimePadding;
        _byLane = new AlignedBuffer((long)_laneStep * shape.Window);
        _byFeature = new AlignedBuffer((long)_featureStep * shape.Window);
        for (int t = 0; t < shape.Window; t++)
        {
            for (int lane = 0; lane < chunk; lane++)
            {
                ByLane(t)[((nint)lane * RowStride) + shape.Inputs] = 1f;
            }
        }
    }

    /// <summary>Lanes of the buffers.</summary>
    public int Chunk { get; }

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
        int inputs = _shape.Inputs;
        ReadOnlySpan<float> rows = data.Rows;
        fixed (float* source = rows)
        {
            for (int t = 0; t < _shape.Window; t++)
            {
                float* target = ByLane(t);
                for (int lane = 0; lane < lanes; lane++)
                {
                    float* to = target + ((nint)lane * RowStride);
                    if (lane < count)
                    {
                        int window = windows.IsEmpty ? first + lane : windows[lane];
                        float* from = source + ((nint)(window + t) * inputs);
                        for (int f = 0; f < inputs; f++)
                        {
                            to[f] = from[f];
                        }
                    }
                    else
                    {
                        new Span<float>(to, inputs).Clear();
                    }
                }
                TransposeKernel.Transpose(target, RowStride, lanes, inputs, ByFeature(t), Chunk);
            }
        }
    }
}
