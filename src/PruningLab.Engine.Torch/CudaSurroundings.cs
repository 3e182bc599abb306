using System.Reflection;
using System.Runtime.InteropServices;

namespace PruningLab.Engine.Torch;

/// <summary>What the build and the machine are, as far as it decides on graphics cards.</summary>
/// <param name="Flavour">What <c>-p:Torch</c> was in the build: <c>cpu</c>, <c>cuda-linux</c> or <c>cuda-windows</c>.</param>
/// <param name="Platform">Operating system: <c>Linux</c>, <c>Windows</c>, or another's name.</param>
/// <param name="Processor">Architecture of the process, for example <c>X64</c>.</param>
/// <param name="VisibleDevices">The variable <c>CUDA_VISIBLE_DEVICES</c>, which hides cards from programs; null when it is not set.</param>
internal sealed record CudaSurroundings(string Flavour, string Platform, Architecture Processor, string? VisibleDevices)
{
    /// <summary>Those of this process.</summary>
    public static CudaSurroundings Here() => new(
        typeof(CudaSurroundings).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "Torch").Value!,
        OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsLinux() ? "Linux" : "this operating system",
        RuntimeInformation.ProcessArchitecture,
        Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"));
}
