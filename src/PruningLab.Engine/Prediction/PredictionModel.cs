using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Prediction;

/// <summary>Forward pass of one kind of network over matrices of any form.</summary>
internal abstract unsafe class PredictionModel
{
    /// <summary>Most samples at a time.</summary>
    public const int Chunk = KernelLayout.MaxChunk;

    /// <summary>Bytes of weights, biases and what says where they stand.</summary>
    public abstract long Bytes { get; }

    /// <summary>Predicts one sample.</summary>
    /// <param name="window">[window × features].</param>
    /// <param name="outputs">[outputs].</param>
    public abstract void One(float* window, Span<float> outputs);

    /// <summary>Predicts samples.</summary>
    /// <param name="windows">[samples × window × features].</param>
    /// <param name="count">Samples, at most <see cref="Chunk"/>.</param>
    /// <param name="outputs">[samples × outputs].</param>
    public abstract void Many(float* windows, int count, Span<float> outputs);

    /// <summary>Fills rows with their biases.</summary>
    protected static void Spread(AlignedBuffer biases, float* y, int rows, nint stride, int lanes)
    {
        for (int row = 0; row < rows; row++)
        {
            new Span<float>(y + (row * stride), lanes).Fill(biases.Pointer[row]);
        }
    }

    /// <summary>Copies [outputs × lanes] to [samples × outputs].</summary>
    protected static void Collect(float* y, nint stride, int count, Span<float> outputs)
    {
        int width = outputs.Length / count;
        for (int sample = 0; sample < count; sample++)
        {
            for (int output = 0; output < width; output++)
            {
                outputs[(sample * width) + output] = y[(output * stride) + sample];
            }
        }
    }

    /// <summary>Collects the biases of the rows that are kept; 0 for rows of padding.</summary>
    protected static AlignedBuffer Biases(int[] rows, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        AlignedBuffer biases = new(KernelLayout.Pad(rows.Length));
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row] >= 0)
            {
                biases.Span[row] = first[rows[row]] + (second.IsEmpty ? 0f : second[rows[row]]);
            }
        }
        return biases;
    }

    /// <summary>Room for a vector that matrices read: a multiple of 64 floats.</summary>
    protected static AlignedBuffer Vector(int length) =>
        new((length + SliceKernel.BlockColumns - 1) / SliceKernel.BlockColumns * SliceKernel.BlockColumns);
}
