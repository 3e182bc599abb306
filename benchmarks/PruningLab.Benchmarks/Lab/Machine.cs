using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PruningLab.Benchmarks.Lab;

/// <summary>The machine in words, for the head of a report.</summary>
internal static class Machine
{
    /// <summary>Cores, SIMD width, versions and how busy the machine is.</summary>
    /// <param name="chromium">Version of Chromium.</param>
    public static string Describe(string chromium)
    {
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        string simd = bits == 0 ? "no SIMD" : string.Create(CultureInfo.InvariantCulture, $"SIMD of {bits} bits");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores ({Model()}), {simd}, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, "
            + $"Chromium {chromium} headless, page of 1280×720; load average at the start {Load()}.");
    }

    /// <summary>Load averages of the last 1, 5 and 15 minutes.</summary>
    public static string Load() =>
        File.Exists("/proc/loadavg") ? string.Join(", ", File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";

    private static string Model()
    {
        string? line = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
