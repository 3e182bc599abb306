using System.Diagnostics;
using System.Globalization;

namespace PruningLab.Benchmarks.Lab;

/// <summary>Processor time of the processes that this program has started and that still run. Linux only.</summary>
internal static class ProcessTree
{
    /// <summary>Processor time so far of all descendants of this process whose name contains a word.</summary>
    /// <param name="word">Part of the name, such as <c>chrom</c>.</param>
    /// <returns>The time; null where there is no /proc.</returns>
    public static TimeSpan? ProcessorTime(string word)
    {
        if (!Directory.Exists("/proc/self"))
        {
            return null;
        }
        Dictionary<int, int> parents = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Parent(folder) is { } parent)
            {
                parents[id] = parent;
            }
        }
        TimeSpan sum = TimeSpan.Zero;
        foreach (int id in parents.Keys.Where(id => Descends(id, parents)))
        {
            try
            {
                using Process process = Process.GetProcessById(id);
                sum += process.ProcessName.Contains(word, StringComparison.OrdinalIgnoreCase) ? process.TotalProcessorTime : TimeSpan.Zero;
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
            {
                // It has ended in the meantime.
            }
        }
        return sum;
    }

    private static bool Descends(int id, Dictionary<int, int> parents)
    {
        while (parents.TryGetValue(id, out int parent))
        {
            if (parent == Environment.ProcessId)
            {
                return true;
            }
            id = parent;
        }
        return false;
    }

    /// <summary>The fourth field of /proc/ID/stat; the second is a name in brackets that may hold spaces.</summary>
    private static int? Parent(string folder)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
