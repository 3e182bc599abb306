using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Tests.Conformance;

namespace PruningLab.Engine.Torch.Tests.Conformance;

/// <summary>The contract of backends on the device that <c>PRUNINGLAB_TORCH_DEVICE</c> names; libtorch on the processor
/// otherwise.</summary>
public abstract class TorchConformance : BackendConformance
{
    private protected TorchConformance(TorchSettings settings) => Backend = TestDevice.Open(settings);

    /// <inheritdoc/>
    protected override IBackend Backend { get; }
}
