namespace PruningLab.Engine.Torch.Tests.Devices;

public sealed class MachineMemoryTests : IDisposable
{
    private const long Mebibyte = 1L << 20;
    private readonly string _root = Directory.CreateTempSubdirectory("pruninglab-memory-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Read_ThisMachine_IsPlausible()
    {
        (long free, long total) = Assert.NotNull(new MachineMemory().Read());

        Assert.InRange(total, 64 * Mebibyte, long.MaxValue);
        Assert.InRange(free, 1, total - 1);
    }

    [LinuxFact]
    public void Read_NoLimits_IsWhatTheKernelCallsAvailable()
    {
        WriteMachine();
        Write("proc/self/cgroup", "0::/user.slice/lab.scope\n");
        Write("sys/fs/cgroup/user.slice/memory.max", "max\n");

        Assert.Equal((6000 * Mebibyte, 8000 * Mebibyte), new MachineMemory(_root).Read());
    }

    [LinuxFact]
    public void Read_GroupAboveIsLimited_CountsFilesAsFree()
    {
        WriteMachine();
        Write("proc/self/cgroup", "12:pids:/old\n0::/user.slice/lab.scope\n");
        Write("sys/fs/cgroup/user.slice/memory.max", $"{2000 * Mebibyte}\n");
        Write("sys/fs/cgroup/user.slice/memory.current", $"{1500 * Mebibyte}\n");
        Write("sys/fs/cgroup/user.slice/memory.stat", $"anon {1100 * Mebibyte}\ninactive_file {400 * Mebibyte}\n");

        Assert.Equal((900 * Mebibyte, 2000 * Mebibyte), new MachineMemory(_root).Read());
    }

    [LinuxFact]
    public void Read_ContainerIsLimitedButMachineHasLess_IsWhatTheMachineHas()
    {
        WriteMachine();
        Write("proc/self/cgroup", "0::/\n");
        Write("sys/fs/cgroup/memory.max", $"{7000 * Mebibyte}\n");
        Write("sys/fs/cgroup/memory.current", $"{500 * Mebibyte}\n");

        Assert.Equal((6000 * Mebibyte, 7000 * Mebibyte), new MachineMemory(_root).Read());
    }

    [LinuxFact]
    public void Read_NoSuchFiles_IsNull() => Assert.Null(new MachineMemory(_root).Read());

    private void WriteMachine() => Write("proc/meminfo", $"MemTotal:       {8000 * 1024} kB\nMemFree:         100 kB\nMemAvailable:   {6000 * 1024} kB\n");

    private void Write(string file, string text)
    {
        string path = Path.Combine(_root, file);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
