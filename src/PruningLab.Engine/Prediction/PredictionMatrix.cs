namespace PruningLab.Engine.Prediction;

/// <summary>One weight matrix in the form in which a predictor keeps it.</summary>
internal abstract unsafe class PredictionMatrix
{
    /// <summary>Bytes of weights and of what says where they stand.</summary>
    public abstract long Bytes { get; }

    /// <summary><c>y += W·x</c> for one sample.</summary>
    /// <param name="x">[columns]; can be read, and is finite, up to the next multiple of 64.</param>
    /// <param name="y">[rows], with room up to the next multiple of 16.</param>
    public abstract void Add(float* x, float* y);

    /// <summary><c>y += W·x</c> for many samples.</summary>
    /// <param name="x">[columns × stride].</param>
    /// <param name="y">[rows × stride].</param>
    /// <param name="stride">Distance between rows of both.</param>
    /// <param name="lanes">Samples, padded to a multiple of 16.</param>
    public abstract void Add(float* x, float* y, nint stride, nint lanes);
}
