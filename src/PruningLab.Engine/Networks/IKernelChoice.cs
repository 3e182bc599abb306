using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>A network that can say, and be told, which of its products run sparse.</summary>
public interface IKernelChoice
{
    /// <summary>How the network chooses; may change between two calls. Weights, masks and optimiser state stay.</summary>
    KernelMode Mode { get; set; }

    /// <summary>Which products of a parameter run sparse now.</summary>
    MatrixKernels KernelsOf(int parameter);
}
