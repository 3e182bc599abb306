using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PruningLab.Components.Grids;
using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;
using PruningLab.Server.Experiments;
using PruningLab.Server.Hosting;

namespace PruningLab.Server.Tests.Experiments;

public sealed class GridServiceTests
{
    [Fact]
    public async Task Start_TinyGrid_FinishesAndTellsItsWatchers()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        GridService grids = ServiceOf(server);
        GridEntry entry = grids.Create(TinyGrid.Of("Tiny & small", seeds: 2));
        ConcurrentQueue<GridView> seen = [];
        using IDisposable watching = grids.Watch(entry, seen.Enqueue);

        grids.Start(entry, 1);
        GridView end = await TinyGrid.UntilAsync(entry, view => view is { Standing: GridStanding.Finished, Report: not null });

        Assert.Equal("tiny-small", entry.Slug);
        Assert.Equal((4, 4, 0), (end.Jobs.Count, end.Done, end.Failed));
        Assert.Null(end.Problem);
        Assert.Contains(seen, view => view.Standing == GridStanding.Running);
        Assert.Equal("finished", GridWords.Standing(Assert.Single(grids.List())));
        Assert.NotNull(grids.Estimate(end.Jobs, 1));
    }

    [Fact]
    public async Task Cancel_LongBeforeTheNextReportIsDue_StillReportsAllThatIsDone()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using GridService grids = Another(server, new GridServiceOptions { ReportEvery = TimeSpan.FromHours(1) });
        GridEntry entry = grids.Create(TinyGrid.Of("Stopped", seeds: 2000));
        ConcurrentQueue<GridView> seen = [];
        using IDisposable watching = grids.Watch(entry, seen.Enqueue);
        grids.Start(entry, 1);
        await UntilAsync(() => entry.View is { Done: > 20, Report: not null });

        await entry.CancelAsync();

        await UntilAsync(() => entry.View is { Standing: GridStanding.Stopped } view && view.Report!.Done == view.Done);
    }

    [Fact]
    public async Task PauseAndCancel_InMidRun_LeaveItStoppedAlsoAfterARestart()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        GridService grids = ServiceOf(server);
        GridEntry entry = grids.Create(TinyGrid.Of("Long", seeds: 2000));
        grids.Start(entry, 1);
        await TinyGrid.UntilAsync(entry, view => view.Done > 0);

        entry.Pause();
        Assert.Equal(GridStanding.Paused, (await TinyGrid.UntilAsync(entry, view => view.Standing != GridStanding.Running)).Standing);
        grids.Resume(entry);
        Assert.Equal(GridStanding.Running, (await TinyGrid.UntilAsync(entry, view => view.Standing != GridStanding.Paused)).Standing);
        await entry.CancelAsync();

        GridView stopped = await TinyGrid.UntilAsync(entry, view => view.Standing == GridStanding.Stopped);
        await using GridService restarted = Another(server);
        GridView again = Assert.Single(restarted.List());
        Assert.Equal((GridStanding.Stopped, stopped.Done), (again.Standing, again.Done));
        Assert.InRange(again.Done, 1, 3999);
    }

    [Fact]
    public async Task Start_WhileAnotherRuns_IsRefusedByASentenceThatNamesIt()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        GridService grids = ServiceOf(server);
        GridEntry first = grids.Create(TinyGrid.Endless("First")), second = grids.Create(TinyGrid.Of("Second"));
        grids.Start(first, 1);

        Assert.Contains("“First” is being trained", Assert.Throws<SettingException>(() => grids.Start(second, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("cancel it before it is deleted", Assert.Throws<SettingException>(() => grids.Delete(first)).Message, StringComparison.Ordinal);

        await first.CancelAsync();
        grids.Delete(first);
        grids.Start(second, 1);

        await TinyGrid.UntilAsync(second, view => view.Standing == GridStanding.Finished);
        Assert.Equal("second", Assert.Single(grids.List()).Slug);
        Assert.False(Directory.Exists(first.Folder));
    }

    [Fact]
    public async Task Start_ForADeviceThatIsNotHere_IsRefusedByOneSentenceAndNothingFails()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        GridService grids = ServiceOf(server);
        GridSpec spec = TinyGrid.Of("Elsewhere");
        GridEntry entry = grids.Create(spec with { Training = spec.Training with { Device = "cuda:63" } });

        Assert.StartsWith("There is no device “cuda:63” on this machine: choose cpu", Assert.Throws<SettingException>(() => grids.Start(entry, 1)).Message, StringComparison.Ordinal);

        Assert.Equal((GridStanding.Ready, 0), (Assert.Single(grids.List()).Standing, entry.View.Failed));
    }

    [Fact]
    public async Task Start_DeletedByAnotherPage_IsRefusedAlsoWhenTheNameIsTakenAgain()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        GridService grids = ServiceOf(server);
        GridEntry gone = grids.Create(TinyGrid.Of("Same name"));
        grids.Delete(gone);

        Assert.Contains("has been deleted", Assert.Throws<SettingException>(() => grids.Start(gone, 1)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(gone.Folder));

        GridEntry next = grids.Create(TinyGrid.Of("Same name", seeds: 2));
        Assert.Equal(gone.Slug, next.Slug);
        Assert.Throws<SettingException>(() => grids.Start(gone, 1));
        Assert.Throws<SettingException>(() => grids.Delete(gone));
        grids.Start(next, 1);
        Assert.Equal(4, (await TinyGrid.UntilAsync(next, view => view.Standing == GridStanding.Finished)).Done);
    }

    [Fact]
    public async Task Watch_OnePageThrows_TheOthersAreToldAllTheSame()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        GridService grids = ServiceOf(server);
        GridEntry entry = grids.Create(TinyGrid.Of("Watched"));
        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int listed = 0;
        using IDisposable broken = grids.Watch(entry, _ => throw new InvalidOperationException("gone"));
        using IDisposable brokenList = grids.WatchAll(() => throw new InvalidOperationException("gone"));
        using IDisposable list = grids.WatchAll(() => Interlocked.Increment(ref listed));
        using IDisposable whole = grids.Watch(entry, view =>
        {
            if (view.Standing == GridStanding.Finished && Volatile.Read(ref listed) > 0)
            {
                told.TrySetResult();
            }
        });

        grids.Start(entry, 1);

        // By the service's own loop, which must have outlived the pages that throw.
        await told.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task List_StoreHeldByAnotherProcess_IsShownAsRunningElsewhere()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        GridService grids = ServiceOf(server);
        GridEntry entry = grids.Create(TinyGrid.Of("Held"));
        string locks = Directory.CreateDirectory(Path.Combine(entry.Folder, "runners")).FullName;

        using (new FileStream(Path.Combine(locks, "other.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(GridStanding.Elsewhere, Assert.Single(grids.List()).Standing);
        }

        Assert.Equal(GridStanding.Ready, Assert.Single(grids.List()).Standing);
    }

    [Fact]
    public async Task Create_NamesThatAreAlike_GetFoldersOfTheirOwn()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        GridService grids = ServiceOf(server);
        string[] names = ["A Grid!", "a grid", "New", "../.."];

        Assert.Equal(["a-grid", "a-grid-2", "new-2", "grid"], names.Select(name => grids.Create(TinyGrid.Of(name)).Slug));
        Assert.Throws<SettingException>(() => grids.Create(TinyGrid.Of("none", seeds: 0)));
        Assert.Equal(4, Directory.GetDirectories(grids.Root).Length);
    }

    /// <summary>Waits without having the grid looked at, which is the service's part.</summary>
    private static async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static GridService ServiceOf(RunningServer server) => server.Application.Services.GetRequiredService<GridService>();

    /// <summary>The same data folder seen by a server that was started later.</summary>
    private static GridService Another(RunningServer server, GridServiceOptions? options = null)
    {
        IServiceProvider services = server.Application.Services;
        return new GridService(services.GetRequiredService<DataFolder>(), services.GetRequiredService<DataCatalogue>(), services.GetRequiredService<IBackend>(),
            options ?? new GridServiceOptions(), NullLogger<GridService>.Instance);
    }
}
