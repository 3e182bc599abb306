namespace PruningLab.Engine.Torch;

/// <summary>A graphics card as the driver describes it.</summary>
/// <param name="Name">The maker's name.</param>
/// <param name="Memory">All its memory in bytes; 0 when the driver does not say.</param>
/// <param name="Capability">Its compute capability: what its processors can do, for example 8.9; null when the driver does not say.</param>
internal sealed record CudaCard(string Name, long Memory, Version? Capability);
