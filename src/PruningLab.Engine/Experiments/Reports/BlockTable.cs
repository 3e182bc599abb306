using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Methods against complete blocks: what ranks and tests are taken from.</summary>
internal sealed class BlockTable
{
    private BlockTable(IReadOnlyList<string> methods, IReadOnlyList<int> tested) => (Methods, Tested) = (methods, tested);

    /// <summary>All methods.</summary>
    public IReadOnlyList<string> Methods { get; }

    /// <summary>Numbers of the methods that have any run at all: those that are tested.</summary>
    public IReadOnlyList<int> Tested { get; }

    /// <summary>Blocks with a run of every tested method; their place's method is empty.</summary>
    public List<GridPlace> Complete { get; } = [];

    /// <summary>Blocks with a run of some tested methods only.</summary>
    public List<GridPlace> Incomplete { get; } = [];

    /// <summary>Error of each tested method in each complete block: the mean over the seeds that all of them have.</summary>
    public List<double[]> Values { get; } = [];

    /// <summary>Error of each tested method in each pair of complete block and seed.</summary>
    public List<double[]> Runs { get; } = [];

    /// <summary>Sorts the runs of some blocks.</summary>
    /// <param name="index">The results.</param>
    /// <param name="methods">The methods.</param>
    /// <param name="blocks">Places of the blocks; their method does not matter.</param>
    public static BlockTable Of(ResultIndex index, IReadOnlyList<string> methods, IEnumerable<GridPlace> blocks)
    {
        GridPlace[] places = [.. blocks.Select(block => block with { Method = "" })];
        IReadOnlyDictionary<int, double>[][] errors =
            [.. places.Select(place => methods.Select(method => index.Errors(place with { Method = method })).ToArray())];
        BlockTable table = new(methods, [.. Enumerable.Range(0, methods.Count).Where(method => errors.Any(block => block[method].Count > 0))]);
        for (int i = 0; i < places.Length; i++)
        {
            IReadOnlyDictionary<int, double>[] tested = [.. table.Tested.Select(method => errors[i][method])];
            int[] seeds = [.. tested.SelectMany(bySeed => bySeed.Keys).GroupBy(seed => seed)
                .Where(group => group.Count() == tested.Length).Select(group => group.Key).Order()];
            if (seeds.Length > 0)
            {
                table.Complete.Add(places[i]);
                table.Values.Add([.. tested.Select(bySeed => seeds.Average(seed => bySeed[seed]))]);
                table.Runs.AddRange(seeds.Select(seed => tested.Select(bySeed => bySeed[seed]).ToArray()));
            }
            else if (tested.Any(bySeed => bySeed.Count > 0))
            {
                table.Incomplete.Add(places[i]);
            }
        }
        return table;
    }

    /// <summary>One number per method from one per tested method; NaN for the others.</summary>
    public double[] Spread(IReadOnlyList<double> tested)
    {
        double[] all = [.. Methods.Select(_ => double.NaN)];
        for (int i = 0; i < Tested.Count; i++)
        {
            all[Tested[i]] = tested[i];
        }
        return all;
    }

    /// <summary>Mean ranks of some of the tested methods among themselves.</summary>
    public double[] RanksAmong(IReadOnlyList<string> methods)
    {
        int[] places = [.. methods.Select(method => Tested.ToList().FindIndex(tested => Methods[tested] == method))];
        return Ranks.Mean([.. Values.Select(block => places.Select(place => block[place]).ToArray())], places.Length);
    }

    /// <summary>Friedman's test with ranks for all methods; null with fewer than two blocks or tested methods.</summary>
    public FriedmanResult? Friedman(IReadOnlyList<double[]> blocks)
    {
        if (blocks.Count < 2 || Tested.Count < 2)
        {
            return null;
        }
        FriedmanResult result = FriedmanResult.Of(blocks);
        return result with { MeanRanks = Spread(result.MeanRanks) };
    }

    /// <summary>The same blocks by the paper's Appendix A, with those tested methods that it has.</summary>
    /// <returns>Null unless it has every block for one of the methods at least.</returns>
    public BlockTable? Published()
    {
        bool Has(int method) => Complete.All(block => Find(block, method) is not null);
        int[] known = [.. Tested.Where(Has)];
        if (Complete.Count == 0 || known.Length == 0)
        {
            return null;
        }
        BlockTable table = new(Methods, known);
        foreach (GridPlace block in Complete.DistinctBy(block => block with { Setting = "" }))
        {
            table.Complete.Add(block);
            table.Values.Add([.. known.Select(method => Find(block, method)!.Mae)]);
        }
        return table;
    }

    private PublishedCell? Find(GridPlace block, int method) => PublishedResults.Find(block.Data, block.Network, block.Window, Methods[method]);
}
