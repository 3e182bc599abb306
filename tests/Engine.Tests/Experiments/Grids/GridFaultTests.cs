using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Data;

namespace PruningLab.Engine.Tests.Experiments.Grids;

public sealed class GridFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, true)]
    [InlineData(60, true)]
    [InlineData(700, true)]
    [InlineData(3000, true)]
    [InlineData(3001, false)]
    [InlineData(6000, true)]
    public async Task RunAsync_DiskFull_StopsAndTheNextRunnerLosesNothing(long room, bool canCutOff)
    {
        GridStore.Create(_folder.Path, TinyGrid.Spec);
        FaultyFiles files = new() { Room = room, CanCutOff = canCutOff };
        GridStore full = GridStore.Open(_folder.Path, files);

        GridProgress stopped = await TinyGrid.RunAsync(full);

        Assert.Equal(GridState.Stopped, stopped.State);
        Assert.Contains("because the disk is full; make room and run the grid again, which goes on where it stopped.", stopped.Problem, StringComparison.Ordinal);
        Assert.True(files.Failures > 0);
        Assert.InRange(stopped.Done, 0, TinyGrid.Jobs - 1);
        Assert.Equal(stopped.Done, GridStore.Open(_folder.Path).Read().Results.Count);
        if (canCutOff)
        {
            Assert.Empty(GridStore.Open(_folder.Path).Read().Notes);
        }

        Assert.Equal(GridState.Finished, (await TinyGrid.RunAsync(GridStore.Open(_folder.Path))).State);
        await RequireUndisturbed();
    }

    [Theory]
    [InlineData(2000, 1, true)]
    [InlineData(3100, 2, true)]
    [InlineData(3100, 1, false)]
    public async Task RunAsync_DiskFullForAMoment_KeepsTheResultInMemoryAndWritesItThen(long room, int failures, bool canCutOff)
    {
        GridStore.Create(_folder.Path, TinyGrid.Spec);
        FaultyFiles files = new() { Room = room, FailuresUntilRoom = failures, CanCutOff = canCutOff };

        GridProgress progress = await TinyGrid.RunAsync(GridStore.Open(_folder.Path, files), new GridRunnerOptions { Workers = 1 });

        // A claim that cannot be written is not tried again: no work is lost with it.
        if (progress.State == GridState.Stopped)
        {
            Assert.Contains("no further training can be given out", progress.Problem, StringComparison.Ordinal);
            await TinyGrid.RunAsync(GridStore.Open(_folder.Path));
        }
        else
        {
            Assert.Equal(failures, files.Failures);
            Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder.Path, "results")));
        }
        await RequireUndisturbed();
    }

    [Fact]
    public async Task RunAsync_DeviceThatIsReallyFull_SaysTheSameSentence()
    {
        if (!File.Exists("/dev/full"))
        {
            return; // Only Linux has such a device; the other tests stand in for it.
        }
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);
        string claim = Path.Combine(_folder.Path, "claims", GridPlan.Of(TinyGrid.Spec, RuleCatalogue.Default)[3].Id);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "claims"));
        File.CreateSymbolicLink(claim, "/dev/full");

        GridProgress stopped = await TinyGrid.RunAsync(store, new GridRunnerOptions { Workers = 1 });

        Assert.Equal((GridState.Stopped, 3), (stopped.State, stopped.Done));
        Assert.Contains("no further training can be given out, because the disk is full", stopped.Problem, StringComparison.Ordinal);
        File.Delete(claim);
        await TinyGrid.RunAsync(store);
        await RequireUndisturbed();
    }

    public static TheoryData<Exception> Refusals =>
        [new UnauthorizedAccessException("Access to the path is denied."), new IOException("Read-only file system", 30)];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Store_ReadOnly_CanBeReadAndSaysOtherwiseThatItCannotBeWritten(Exception refusal)
    {
        FaultyFiles files = new() { ReadOnly = refusal };
        string sentence = "because the folder may not be written; allow it, or choose another folder.";
        Assert.Contains(sentence, Assert.Throws<GridStoreException>(() => GridStore.Create(Path.Combine(_folder.Path, "new"), TinyGrid.Spec, files)).Message, StringComparison.Ordinal);
        GridStore writable = GridStore.Create(_folder.Path, TinyGrid.Spec);
        await TinyGrid.RunAsync(writable, new GridRunnerOptions { Shard = (1, 2) });

        GridStore store = GridStore.Open(_folder.Path, files);
        Assert.Equal(8, store.Read().Results.Count);
        GridProgress stopped = await TinyGrid.RunAsync(store);
        Assert.Equal((GridState.Stopped, 8), (stopped.State, stopped.Done));
        Assert.EndsWith(sentence, stopped.Problem, StringComparison.Ordinal);

        await TinyGrid.RunAsync(writable);
        Assert.Equal(GridState.Finished, (await TinyGrid.RunAsync(store)).State);
        Assert.Equal(TinyGrid.Jobs, GridStore.Create(_folder.Path, TinyGrid.Spec, files).Read().Results.Count);
    }

    [Fact]
    public async Task Store_FolderWithoutTheRightToWrite_SaysSo()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            return; // No mode keeps an administrator out; the test above stands in for it.
        }
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            GridProgress stopped = await TinyGrid.RunAsync(store);
            Assert.Equal((GridState.Stopped, 0), (stopped.State, stopped.Done));
            Assert.Contains("the folder may not be written", stopped.Problem, StringComparison.Ordinal);
            Assert.Empty(GridStore.Open(_folder.Path).Read().Results);
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Every job once, with the bits of a run that nothing happened to.</summary>
    private async Task RequireUndisturbed()
    {
        using TemporaryFolder other = new();
        GridStore undisturbed = GridStore.Create(other.Path, TinyGrid.Spec);
        await TinyGrid.RunAsync(undisturbed);
        Assert.Equal(undisturbed.Read().Results.Select(TinyGrid.Bits), GridStore.Open(_folder.Path).Read().Results.Select(TinyGrid.Bits));
        Assert.Equal(TinyGrid.Jobs, TinyGrid.Lines(_folder.Path).Count(line => line.EndsWith('}')));
    }
}
