namespace PruningLab.Engine.Torch;

/// <summary>NVIDIA's driver by its own library; what TorchSharp cannot tell: names, memory, versions.</summary>
/// <remarks>May be used from several threads. The numbers of cards are those of libtorch, as both take the driver's: the
/// variables <c>CUDA_VISIBLE_DEVICES</c> and <c>CUDA_DEVICE_ORDER</c> choose and order the cards for both.</remarks>
internal sealed class CudaDriver : ICudaDriver
{
    private readonly Lazy<CudaFunctions?> _functions = new(CudaFunctions.Load);

    /// <inheritdoc/>
    public CudaDriverReport Look()
    {
        if (_functions.Value is not { } functions)
        {
            return CudaDriverReport.None;
        }
        CudaDriverReport report = new() { Found = true, Version = CudaManagementLibrary.DriverVersion(), Cuda = functions.Cuda() };
        return functions.Initialise() switch
        {
            CudaFunctions.Success => report with { Cards = [.. Enumerable.Range(0, functions.CountCards()).Select(functions.Card)] },
            CudaFunctions.NoDevice => report,
            int error => report with { Failure = functions.Words(error) },
        };
    }

    /// <inheritdoc/>
    public (long Free, long Total)? Memory(int card) =>
        _functions.Value is { } functions && functions.Initialise() == CudaFunctions.Success ? functions.Memory(card) : null;
}
