using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using PruningLab.Engine.Devices;

namespace PruningLab.Engine.Torch;

/// <summary>Tells a full memory from other errors of libtorch, and makes a sentence of it.</summary>
internal static partial class MemoryFault
{
    private const double Gibi = 1L << 30;

    // Of CUDA, of the processor on Linux and on Windows, of cuBLAS, and of cuDNN from version 9 on.
    private static readonly string[] Signs = ["out of memory", "can't allocate memory", "not enough memory", "ALLOC_FAILED", "ALLOCATION_FAILED"];

    /// <summary>True for an error of libtorch that says that there is no memory left.</summary>
    public static bool Is(Exception exception) =>
        exception is OutOfMemoryException
        || (exception is ExternalException && Array.Exists(Signs, sign => exception.Message.Contains(sign, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The sentence: which device, what for, how much was asked for, how much there is, and what to do.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="device">The device.</param>
    /// <param name="memory">Its memory, as it is now.</param>
    /// <param name="what">What the memory was for, for example <c>a batch of 512 windows</c>.</param>
    public static OutOfDeviceMemoryException Of(Exception exception, ComputeDevice device, IDeviceMemory memory, string what)
    {
        string wanted = Wanted(exception.Message) is { } bytes ? $" of {Size(bytes)} more" : "";
        string left = memory.Read() is var (free, total) ? $", and {Size(free)} of {Size(total)} are free" : "";
        return new OutOfDeviceMemoryException(
            $"{device.Name} ({device.Id}) has no room for {what}: a request{wanted} failed{left}. "
            + "Choose a smaller batch size or a smaller network, or train on another device.",
            exception);
    }

    /// <summary>Bytes as people read them.</summary>
    public static string Size(double bytes) => bytes < 0.1 * Gibi
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20):#,0.#} MiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / Gibi:#,0.0} GiB");

    private static double? Wanted(string message)
    {
        Match match = Request().Match(message);
        if (!match.Success || !double.TryParse(match.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return null;
        }
        return number * match.Groups["unit"].Value switch
        {
            "KiB" => 1 << 10,
            "MiB" => 1 << 20,
            "GiB" => Gibi,
            _ => 1,
        };
    }

    [GeneratedRegex(@"tried to allocate (?<number>[\d.]+) ?(?<unit>bytes|KiB|MiB|GiB)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Request();
}
