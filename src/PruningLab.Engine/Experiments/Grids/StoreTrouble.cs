namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Sentences for what goes wrong with a store's files.</summary>
internal static class StoreTrouble
{
    private const int UnixFull = 28, MacQuota = 69, LinuxQuota = 122, UnixReadOnly = 30;
    private const int WindowsFull = unchecked((int)0x80070070), WindowsHandleFull = unchecked((int)0x80070027), WindowsProtected = unchecked((int)0x80070013);

    /// <summary>Whether an exception is one of the file system.</summary>
    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>Whether it means that no room is left.</summary>
    public static bool IsFull(Exception exception) =>
        exception is IOException { HResult: UnixFull or LinuxQuota or MacQuota or WindowsFull or WindowsHandleFull };

    /// <summary>Whether it means that nothing may be written there.</summary>
    public static bool IsReadOnly(Exception exception) =>
        exception is UnauthorizedAccessException or IOException { HResult: UnixReadOnly or WindowsProtected };

    /// <summary>One sentence.</summary>
    /// <param name="folder">The store.</param>
    /// <param name="what">What could not be done, to follow "because": <c>the result of a training could not be written</c>.</param>
    /// <param name="exception">Why.</param>
    public static string Sentence(string folder, string what, Exception exception) =>
        $"{folder}: {what}, because {Reason(exception)}.";

    private static string Reason(Exception exception) => exception switch
    {
        _ when IsFull(exception) => "the disk is full; make room and run the grid again, which goes on where it stopped",
        _ when IsReadOnly(exception) => "the folder may not be written; allow it, or choose another folder",
        _ => $"the file system says “{exception.Message.TrimEnd('.')}”",
    };
}
