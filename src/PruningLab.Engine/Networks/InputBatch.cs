using System.Runtime.CompilerServices;
using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>The inputs of one chunk of windows, step by step.</summary>
internal sealed unsafe class InputBatch
{
    private readonly int _rowsPerStep;
    private readonly int _steps;
    private readonly AlignedBuffer _byFeature;
    private readonly AlignedBuffer _last;
    private readonly AlignedBuffer _zeros;
    private readonly float*[] _lanes;
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
        _featureStep = ((nint)chunk * Features) + KernelLayout.TimePadding;
        _byFeature = new AlignedBuffer((long)_featureStep * steps);
        _last = new AlignedBuffer((long)chunk * Features);
        _zeros = new AlignedBuffer(Features);
        _lanes = new float*[chunk];
    }

    /// <summary>Features of a step.</summary>
    public int Features { get; }

    /// <summary>Lanes of the buffers.</summary>
    public int Chunk { get; }

    /// <summary>Distance between steps in <see cref="ByFeature"/>.</summary>
    public nint FeatureStep => _featureStep;

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
        fixed (float* source = data.Rows)
        fixed (float** from = _lanes)
        {
            for (int t = 0; t < _steps; t++)
            {
                bool isWhole = (t + 1) * _rowsPerStep <= data.Window;
                for (int lane = 0; lane < count; lane++)
                {
                    nint row = data.FirstRow(windows.IsEmpty ? first + lane : windows[lane]);
                    from[lane] = source + (row * data.FeatureCount) + ((nint)t * Features);
                    if (!isWhole)
                    {
                        from[lane] = Repeat(from[lane], data.Window - (t * _rowsPerStep), data.FeatureCount, lane);
                    }
                }
                for (int lane = count; lane < lanes; lane++)
                {
                    from[lane] = _zeros.Pointer;
                }
                TransposeKernel.Gather(from, lanes, Features, ByFeature(t), Chunk);
            }
        }
    }

    /// <summary>Copies the rows that are left of a window and repeats the last one until the step is full.</summary>
    private float* Repeat(float* from, int rows, int inputs, int lane)
    {
        Span<float> to = _last.Span.Slice(lane * Features, Features);
        for (int row = 0; row < _rowsPerStep; row++)
        {
            // With no row left, the window's last one lies before.
            nint taken = Math.Min(row, rows - 1);
            new ReadOnlySpan<float>(from + (taken * inputs), inputs).CopyTo(to[(row * inputs)..]);
        }
        return _last.Pointer + ((nint)lane * Features);
    }
}
