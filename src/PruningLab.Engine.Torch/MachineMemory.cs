using System.Globalization;
using System.Runtime.InteropServices;

namespace PruningLab.Engine.Torch;

/// <summary>The machine's memory, which libtorch on the processor shares with everything else.</summary>
/// <remarks>On Linux what <c>/proc/meminfo</c> calls available, or less where control groups (version 2) limit the process, as
/// in a container; what such a group keeps of files counts as free. On Windows what <c>GlobalMemoryStatusEx</c> says.
/// .NET's own figures are those of the latest collection of garbage and may be old.</remarks>
/// <param name="root">Root of the file system.</param>
internal sealed class MachineMemory(string root = "/") : IDeviceMemory
{
    private const string Groups = "sys/fs/cgroup";

    /// <inheritdoc/>
    public (long Free, long Total)? Read()
    {
        try
        {
            return OperatingSystem.IsWindows() ? ReadWindows() : ReadLinux();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private (long Free, long Total)? ReadLinux()
    {
        string[] lines = File.ReadAllLines(Path.Combine(root, "proc/meminfo"));
        if (Number(lines, "MemAvailable:") is not { } free || Number(lines, "MemTotal:") is not { } total)
        {
            return null;
        }
        (free, total) = (free * 1024, total * 1024);
        foreach (string group in GroupsOfProcess())
        {
            if (Limit(group) is { } limit && limit < total)
            {
                (free, total) = (Math.Min(free, Math.Max(0, limit - Used(group))), limit);
            }
        }
        return (free, total);
    }

    /// <summary>Folders of the process's control group and of those that it is in.</summary>
    private IEnumerable<string> GroupsOfProcess()
    {
        string file = Path.Combine(root, "proc/self/cgroup");
        string? line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("0::", StringComparison.Ordinal)) : null;
        string path = line is null ? "" : line[3..].Trim('/');
        while (true)
        {
            yield return Path.Combine(root, Groups, path);
            if (path.Length == 0)
            {
                yield break;
            }
            path = path[..Math.Max(0, path.LastIndexOf('/'))];
        }
    }

    /// <summary>Most bytes that a group may use; null when that is not limited.</summary>
    private static long? Limit(string group) => FirstNumber(Path.Combine(group, "memory.max"));

    /// <summary>Bytes that a group uses and cannot give back at once.</summary>
    private static long Used(string group)
    {
        string file = Path.Combine(group, "memory.stat");
        long files = File.Exists(file) ? Number(File.ReadAllLines(file), "inactive_file") ?? 0 : 0;
        return (FirstNumber(Path.Combine(group, "memory.current")) ?? 0) - files;
    }

    private static long? FirstNumber(string file) =>
        File.Exists(file) && long.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>The number after a name, on the line that begins with it.</summary>
    private static long? Number(string[] lines, string name)
    {
        foreach (string line in lines)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && words[0] == name && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                return number;
            }
        }
        return null;
    }

    private static (long Free, long Total)? ReadWindows()
    {
        MemoryStatus status = new() { Length = (uint)Marshal.SizeOf<MemoryStatus>() };
        return GlobalMemoryStatusEx(ref status) ? ((long)status.AvailablePhysical, (long)status.TotalPhysical) : null;
    }

    [DllImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GlobalMemoryStatusEx(ref MemoryStatus status);

    // MEMORYSTATUSEX of sysinfoapi.h: 64 bytes.
    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryStatus
    {
        public uint Length;
        public uint Load;
        public ulong TotalPhysical;
        public ulong AvailablePhysical;
        public ulong TotalPageFile;
        public ulong AvailablePageFile;
        public ulong TotalVirtual;
        public ulong AvailableVirtual;
        public ulong AvailableExtendedVirtual;
    }
}
