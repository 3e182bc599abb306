using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Experiments.Grids;

public sealed class GridPlanTests
{
    [Fact]
    public void Of_Grid_HasAllPlacesSeedsOutermost()
    {
        IReadOnlyList<GridJob> jobs = Plan(TinyGrid.Spec);

        Assert.Equal(TinyGrid.Jobs, jobs.Count);
        Assert.Equal(TinyGrid.Jobs, jobs.Select(job => job.Id).Distinct().Count());
        Assert.Equal([.. Enumerable.Repeat(1, 8), .. Enumerable.Repeat(2, 8)], jobs.Select(job => job.Place.Seed));
        Assert.Equal(new GridPlace("Sines", "RNN", 3, "None", "", 1), jobs[0].Place);
        Assert.Equal(new GridPlace("Sines", "RNN", 3, "Pruning", "", 1), jobs[1].Place);
        Assert.Equal(new GridPlace("Sines", "MLP", 5, "Pruning", "", 2), jobs[^1].Place);
        Assert.All(jobs, job => Assert.Equal((job.Place.Window, job.Place.Seed), (job.Spec.Data.Window, job.Spec.Seed)));
        Assert.All(jobs, job => Assert.Equal(GridPlan.IdOf(job.Spec), job.Id));
    }

    [Fact]
    public void Of_RuleWithAndWithoutItsDefaults_IsTheSameJob()
    {
        GridSpec named = TinyGrid.Spec with { Methods = [new GridMethod("Pruning", new RuleSpec("synaptic-pruning", new Dictionary<string, double> { ["s_max"] = 0.7 }))] };
        GridSpec filled = GridSpec.FromJson(named.ToJson());

        Assert.Equal(Plan(named).Select(job => job.Id), Plan(filled).Select(job => job.Id));
    }

    [Fact]
    public void Of_Settings_AreAppliedWhereTheyHaveASay()
    {
        GridSetting high = new("high", new Dictionary<string, double>
        {
            ["s_max"] = 0.9,
            ["learning_rate"] = 0.01,
            ["batch_size"] = 8,
            ["epochs"] = 5,
            ["patience"] = 2,
            ["hidden_units"] = 7,
        });
        IReadOnlyList<GridJob> jobs = Plan(TinyGrid.Spec with { Settings = [GridSetting.None, high] });

        GridJob pruning = jobs.Single(job => job.Place == new GridPlace("Sines", "RNN", 3, "Pruning", "high", 1));
        GridJob none = jobs.Single(job => job.Place == new GridPlace("Sines", "MLP", 3, "None", "high", 1));
        Assert.Equal(0.9, pruning.Spec.Rule.Values["s_max"]);
        Assert.Equal((0.01, 8, 5, 2), (pruning.Spec.Training.Optimizer.LearningRate, pruning.Spec.Training.BatchSize, pruning.Spec.Training.Epochs, pruning.Spec.Training.Patience));
        Assert.Equal(7, pruning.Spec.Network.HiddenUnits);
        Assert.DoesNotContain("s_max", none.Spec.Rule.Values.Keys);
        Assert.Equal(TinyGrid.Spec.Networks[1].Spec.HiddenUnits, none.Spec.Network.HiddenUnits);
        Assert.Equal(0.7, jobs.Single(job => job.Place == new GridPlace("Sines", "RNN", 3, "Pruning", "", 1)).Spec.Rule.Values["s_max"]);
    }

    [Fact]
    public void Of_SettingWithoutASayForAMethod_RunsItOnceAndKnowsBothPlaces()
    {
        GridSpec spec = TinyGrid.Spec with { Settings = [GridSetting.None, new GridSetting("high", new Dictionary<string, double> { ["s_max"] = 0.9 })] };

        IReadOnlyList<GridJob> jobs = Plan(spec);
        IReadOnlyDictionary<string, IReadOnlyList<GridPlace>> places = GridPlan.PlacesOf(spec, RuleCatalogue.Default);

        Assert.Equal(8 + 16, jobs.Count);
        Assert.Equal(32, places.Values.Sum(list => list.Count));
        Assert.All(jobs, job => Assert.Equal(job.Place.Method == "None" ? ["", "high"] : new[] { job.Place.Setting }, places[job.Id].Select(place => place.Setting)));
    }

    [Fact]
    public void Of_MethodForOneNetwork_IsLeftOutOfTheOther()
    {
        GridSpec spec = TinyGrid.Spec with
        {
            Methods =
            [
                new GridMethod("Dropout", new RuleSpec("dropout", new Dictionary<string, double> { ["dropout"] = 0.5 })) { Networks = ["RNN"] },
                new GridMethod("Dropout", new RuleSpec("dropout", new Dictionary<string, double> { ["dropout"] = 0.1 })) { Networks = ["MLP"] },
            ],
        };

        Assert.Equal([0.5, 0.1], Plan(spec).Take(2).Select(job => job.Spec.Rule.Values["dropout"]));
        Assert.Equal(8, Plan(spec).Count);
    }

    public static TheoryData<GridSpec, string> Impossible => new()
    {
        { TinyGrid.Spec with { Data = [] }, "The grid has no data sets: give it at least one." },
        { TinyGrid.Spec with { Networks = [] }, "The grid has no networks" },
        { TinyGrid.Spec with { Windows = [] }, "The grid has no windows" },
        { TinyGrid.Spec with { Methods = [] }, "The grid has no methods" },
        { TinyGrid.Spec with { Settings = [] }, "The grid has no settings" },
        { TinyGrid.Spec with { Seeds = [] }, "The grid has no seeds" },
        { TinyGrid.Spec with { Windows = [3, 0] }, "A window of the grid is 0 rows, but must be at least 1." },
        { TinyGrid.Spec with { Windows = [3, 3] }, "The grid has the window “3” twice: leave one of them out." },
        { TinyGrid.Spec with { Seeds = [4, 4] }, "The grid has the seed “4” twice" },
        { TinyGrid.Spec with { Data = [.. TinyGrid.Spec.Data, .. TinyGrid.Spec.Data] }, "The grid has the data set “Sines” twice: give each its own name." },
        { TinyGrid.Spec with { Data = [new GridData(" ", new DataSpec())] }, "A data set of the grid has no name" },
        { TinyGrid.Spec with { Methods = [.. TinyGrid.Spec.Methods, TinyGrid.Spec.Methods[0]] }, "The grid has the method “None” twice for the network “RNN”" },
        { TinyGrid.Spec with { Methods = [new GridMethod("Odd", new RuleSpec("odd"))] }, "Method “Odd”: There is no rule “odd”" },
        { TinyGrid.Spec with { Methods = [TinyGrid.Spec.Methods[0] with { Networks = ["GRU"] }] }, "Method “None” is for GRU, but the grid's networks are RNN, MLP" },
        { TinyGrid.Spec with { Methods = [TinyGrid.Spec.Methods[0] with { Networks = ["RNN", "MLPP"] }] }, "No method of the grid is for the network “MLP”" },
        { TinyGrid.Spec with { Settings = [new GridSetting("odd", new Dictionary<string, double> { ["t_max"] = 1 })] }, "Setting “odd” gives a value to “t_max”, which no method of the grid has; there are learning_rate" },
        { TinyGrid.Spec with { Settings = [new GridSetting("", new Dictionary<string, double> { ["epochs"] = 1 })] }, "A setting of the grid has values but no name" },
        { TinyGrid.Spec with { Settings = [new GridSetting("big", new Dictionary<string, double> { ["s_max"] = 7 })] }, "Network “RNN”, method “Pruning”, setting “big”: " },
        { TinyGrid.Spec with { Settings = [new GridSetting("half", new Dictionary<string, double> { ["epochs"] = 1.5 })] }, "epochs is 1.5, but must be a whole number." },
        { TinyGrid.Spec with { Training = new TrainingSpec { Epochs = 0 } }, "Epochs is 0" },
        { TinyGrid.Spec with { Seeds = [.. Enumerable.Range(0, 12_501)] }, "The grid has 100,008 trainings, but must not have more than 100,000" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Of_ImpossibleGrid_SaysWhatIsWrong(GridSpec spec, string sentence)
    {
        SettingException exception = Assert.Throws<SettingException>(() => Plan(spec));

        Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(40)]
    public void Shard_AllTogether_HaveEveryJobOnce(int count)
    {
        IReadOnlyList<GridJob> jobs = Plan(TinyGrid.Spec);

        IReadOnlyList<GridJob>[] shards = [.. Enumerable.Range(1, count).Select(index => GridPlan.Shard(jobs, index, count))];

        Assert.Equal(jobs.Select(job => job.Id).Order(), shards.SelectMany(shard => shard).Select(job => job.Id).Order());
        Assert.InRange(shards.Max(shard => shard.Count) - shards.Min(shard => shard.Count), 0, 1);
    }

    [Fact]
    public void Shard_AsManyAsMethods_EachHasAllMethodsAndNetworks()
    {
        foreach (int index in new[] { 1, 2 })
        {
            IEnumerable<(string, string)> kinds = GridPlan.Shard(Plan(TinyGrid.Spec), index, 2).Select(job => (job.Place.Network, job.Place.Method));
            Assert.Equal([2, 2, 2, 2], kinds.CountBy(kind => kind).Select(pair => pair.Value));
        }
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(3, 2)]
    [InlineData(1, 0)]
    public void Shard_OutOfRange_IsRefused(int index, int count) =>
        Assert.Throws<SettingException>(() => GridPlan.Shard(Plan(TinyGrid.Spec), index, count));

    private static IReadOnlyList<GridJob> Plan(GridSpec spec) => GridPlan.Of(spec, RuleCatalogue.Default);

    [Fact]
    public void Of_FarTooManyNetworksAndMethods_IsRefusedBeforeTheirPairsAreGoneThrough()
    {
        // 400 million pairs, which no memory would hold.
        GridSpec spec = TinyGrid.Spec with
        {
            Networks = [.. Enumerable.Range(0, 20_000).Select(i => new GridNetwork($"n{i}", new NetworkSpec { Kind = NetworkKind.Rnn }))],
            Methods = [.. Enumerable.Range(0, 20_000).Select(i => new GridMethod($"m{i}", new RuleSpec("none")))],
        };

        SettingException exception = Assert.Throws<SettingException>(() => GridPlan.Of(spec, RuleCatalogue.Default));

        Assert.Equal("The grid has 1,600,000,000 trainings, but must not have more than 100,000: cut it into several grids.", exception.Message);
    }
}
