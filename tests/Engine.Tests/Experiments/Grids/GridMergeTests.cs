using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Tests.Data;
using PruningLab.Engine.Tests.Training;

namespace PruningLab.Engine.Tests.Experiments.Grids;

public sealed class GridMergeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Merge_Shards_EqualsOneMachine()
    {
        GridStore one = GridStore.Create(At("one"), TinyGrid.Spec);
        await TinyGrid.RunAsync(one);
        string[] shards = await ShardsAsync(3);

        GridMergeResult merged = GridMerge.Merge(shards, At("all"));
        GridMergeResult again = GridMerge.Merge([.. shards, At("one")], At("all"));

        Assert.Equal((TinyGrid.Jobs, 0), (merged.Added, again.Added));
        Assert.Empty(merged.Conflicts.Concat(merged.Notes).Concat(again.Conflicts).Concat(again.Notes));
        Assert.Equal(one.Read().Results.Select(TinyGrid.Bits), GridStore.Open(At("all")).Read().Results.Select(TinyGrid.Bits));
        Assert.Equal(TinyGrid.Jobs, TinyGrid.Lines(At("all")).Length);
        Assert.Equal((GridState.Finished, TinyGrid.Jobs), (await TinyGrid.RunAsync(merged.Store)) is var progress ? (progress.State, progress.Done) : default);
    }

    [Fact]
    public async Task Merge_ResultsThatDiffer_NamesThemAndKeepsTheFirst()
    {
        string[] shards = await ShardsAsync(2);
        string file = Directory.EnumerateFiles(Path.Combine(shards[0], "results")).Single();
        string[] lines = File.ReadAllLines(file);
        GridResult first = GridStoreJson.Read(System.Text.Encoding.UTF8.GetBytes(lines[0]))!;
        Directory.CreateDirectory(Path.Combine(shards[1], "results"));
        File.WriteAllBytes(Path.Combine(shards[1], "results", "other.jsonl"), GridStoreJson.Line(first with { Fingerprint = "ff", DataFingerprint = "other" }));

        GridMergeResult merged = GridMerge.Merge(shards, At("all"));

        string conflict = Assert.Single(merged.Conflicts);
        Assert.Equal($"Sines, RNN, window 3, {first.Place.Method}, seed {first.Place.Seed}: {shards[0]} and {shards[1]} have different weights; the data files differ. The first one is kept.", conflict);
        Assert.Equal(first.Fingerprint, merged.Store.Read().Results.Single(result => result.Job == first.Job).Fingerprint);
    }

    [Fact]
    public async Task Merge_SuccessAfterFailure_TakesTheSuccess()
    {
        GridStore failed = GridStore.Create(At("failed"), TinyGrid.Broken), healed = GridStore.Create(At("healed"), TinyGrid.Broken);
        await TinyGrid.RunAsync(failed);
        await TinyGrid.RunAsync(healed, source: new Healed());

        GridMergeResult first = GridMerge.Merge([At("failed")], At("all"));
        GridMergeResult second = GridMerge.Merge([At("failed"), At("healed")], At("all"));

        Assert.Equal((32, 16), (first.Added, second.Added));
        Assert.All(second.Store.Read().Results, result => Assert.Null(result.Failure));
    }

    [Fact]
    public void Merge_OtherGridOrNoStore_IsRefused()
    {
        GridStore.Create(At("a"), TinyGrid.Spec);
        GridStore.Create(At("b"), TinyGrid.Spec with { Name = "other", Seeds = [1] });

        Assert.Contains("holds another grid (“other”)", Assert.Throws<GridStoreException>(() => GridMerge.Merge([At("a"), At("b")], At("all"))).Message, StringComparison.Ordinal);
        Assert.Throws<GridStoreException>(() => GridMerge.Merge([At("a")], At("b")));
        Assert.Throws<GridStoreException>(() => GridMerge.Merge([At("nowhere")], At("all")));
        Assert.Throws<GridStoreException>(() => GridMerge.Merge([], At("all")));
        Assert.False(Directory.Exists(At("all")));
    }

    private async Task<string[]> ShardsAsync(int count)
    {
        string[] folders = [.. Enumerable.Range(1, count).Select(index => At($"shard-{index}"))];
        for (int index = 1; index <= count; index++)
        {
            await TinyGrid.RunAsync(GridStore.Create(folders[index - 1], TinyGrid.Spec), new GridRunnerOptions { Shard = (index, count) });
        }
        return folders;
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private sealed class Healed : PruningLab.Engine.Data.IWindowSource
    {
        public PruningLab.Engine.Data.WindowSet Load(PruningLab.Engine.Data.DataSpec spec) => TinyData.Windows(spec.Window);

        public string TargetUnit(PruningLab.Engine.Data.DataSpec spec) => "";
    }
}
