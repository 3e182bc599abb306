using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Prediction;

/// <summary>Biases and LayerNorms of one encoder block.</summary>
internal sealed class PatchTstBlock
{
    /// <summary>Copies them.</summary>
    public PatchTstBlock(PatchTstLayout layout, INetwork network, int block)
    {
        int first = PatchTstLayout.FirstOf(block);
        MatrixPart forward = layout.Matrices[1 + (block * PatchTstLayout.PerBlock) + PatchTstLayout.Linear1];
        ForwardUnits = forward.Rows.Length;
        InBias = Copy(network.Weights(first + PatchTstArchitecture.InProjectionBias));
        OutBias = Copy(network.Weights(first + PatchTstArchitecture.OutProjectionBias));
        Bias1 = new AlignedBuffer(KernelLayout.Pad(ForwardUnits));
        for (int unit = 0; unit < ForwardUnits; unit++)
        {
            Bias1.Span[unit] = network.Weights(first + PatchTstArchitecture.Linear1Bias)[forward.Rows[unit]];
        }
        Bias2 = Copy(network.Weights(first + PatchTstArchitecture.Linear2Bias));
        Norm1Scale = Copy(network.Weights(first + PatchTstArchitecture.Norm1Scale));
        Norm1Shift = Copy(network.Weights(first + PatchTstArchitecture.Norm1Shift));
        Norm2Scale = Copy(network.Weights(first + PatchTstArchitecture.Norm2Scale));
        Norm2Shift = Copy(network.Weights(first + PatchTstArchitecture.Norm2Shift));
    }

    /// <summary>Feed-forward units that are kept.</summary>
    public int ForwardUnits { get; }

    /// <summary>Bias of Q, K and V.</summary>
    public AlignedBuffer InBias { get; }

    /// <summary>Bias of the out-projection.</summary>
    public AlignedBuffer OutBias { get; }

    /// <summary>Bias of the feed-forward units.</summary>
    public AlignedBuffer Bias1 { get; }

    /// <summary>Bias of what they give back to the stream.</summary>
    public AlignedBuffer Bias2 { get; }

    /// <summary>Scale of the LayerNorm after attention.</summary>
    public AlignedBuffer Norm1Scale { get; }

    /// <summary>Shift of the LayerNorm after attention.</summary>
    public AlignedBuffer Norm1Shift { get; }

    /// <summary>Scale of the LayerNorm after the feed-forward layer.</summary>
    public AlignedBuffer Norm2Scale { get; }

    /// <summary>Shift of the LayerNorm after the feed-forward layer.</summary>
    public AlignedBuffer Norm2Shift { get; }

    /// <summary>A copy in aligned memory.</summary>
    public static AlignedBuffer Copy(ReadOnlySpan<float> values)
    {
        AlignedBuffer copy = new(KernelLayout.Pad(values.Length));
        values.CopyTo(copy.Span);
        return copy;
    }
}
