using System.Runtime.InteropServices;
using System.Text;

namespace PruningLab.Engine.Torch;

/// <summary>NVIDIA's library for the management of cards, NVML, which alone knows the driver's version.</summary>
/// <remarks>Source: NVML API reference, chapters Initialization and Cleanup, System Queries.</remarks>
internal static class CudaManagementLibrary
{
    // NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE.
    private const int VersionLength = 80;
    private const int Success = 0;

    private delegate int PlainFunction();

    private delegate int TextFunction([Out] byte[] text, uint length);

    /// <summary>The driver's version, for example <c>570.86.15</c>; empty when it cannot be had.</summary>
    public static string DriverVersion()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1", out nint library)
            || Function<PlainFunction>(library, "nvmlInit_v2") is not { } start
            || Function<PlainFunction>(library, "nvmlShutdown") is not { } stop
            || Function<TextFunction>(library, "nvmlSystemGetDriverVersion") is not { } read
            || start() != Success)
        {
            return "";
        }
        byte[] bytes = new byte[VersionLength];
        int result = read(bytes, VersionLength);
        _ = stop();
        return result == Success ? Encoding.UTF8.GetString(bytes).Split('\0')[0].Trim() : "";
    }

    private static T? Function<T>(nint library, string name)
        where T : Delegate => NativeLibrary.TryGetExport(library, name, out nint address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;
}
