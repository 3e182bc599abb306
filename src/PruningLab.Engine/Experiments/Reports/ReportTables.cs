using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Makes the tables of a report, and the ranks over all of them.</summary>
internal static class ReportTables
{
    /// <summary>Tables with at least one run.</summary>
    public static IReadOnlyList<NetworkTable> Of(ResultIndex index) =>
        [.. index.Tables().Select(table => new NetworkTable(table.Network, table.Setting, [.. index.Spec.Data
            .Select(data => Block(index, data.Name, table.Network, table.Setting)).OfType<DataBlock>()])).Where(table => table.Data.Count > 0)];

    /// <summary>Runs of one data set, network and setting, window by window.</summary>
    public static BlockTable Blocks(ResultIndex index, string data, string network, string setting) => BlockTable.Of(
        index, index.MethodsOf(network), index.Spec.Windows.Select(window => new GridPlace(data, network, window, "", setting, 0)));

    /// <summary>Ranks over the whole grid.</summary>
    public static OverallRanks? Overall(ResultIndex index)
    {
        BlockTable blocks = OverallBlocks(index);
        BlockTable? published = blocks.Published();
        return Ranks(blocks, published is null ? null : Ranks(published, null));
    }

    /// <summary>Runs of the whole grid, cell by cell.</summary>
    public static BlockTable OverallBlocks(ResultIndex index) =>
        BlockTable.Of(index, index.Methods, index.Cells().Select(cell => cell with { Method = "" }).Distinct());

    private static OverallRanks? Ranks(BlockTable blocks, OverallRanks? published)
    {
        if (blocks.Values.Count < 2 || blocks.Tested.Count < 2)
        {
            return null;
        }
        return new OverallRanks(
            [.. blocks.Tested.Select(method => blocks.Methods[method])],
            FriedmanResult.Of(blocks.Values),
            Statistics.Ranks.Wins(blocks.Values, blocks.Tested.Count),
            Nemenyi.CriticalDifference(blocks.Tested.Count, blocks.Values.Count),
            published);
    }

    private static DataBlock? Block(ResultIndex index, string data, string network, string setting)
    {
        BlockTable blocks = Blocks(index, data, network, setting);
        if (blocks.Tested.Count == 0)
        {
            return null;
        }
        BlockTable? published = blocks.Published();
        double[] ranks = blocks.Spread(Statistics.Ranks.Mean(blocks.Values, blocks.Tested.Count));
        double[] wins = blocks.Spread([.. Statistics.Ranks.Wins(blocks.Values, blocks.Tested.Count)]);
        double[]? publishedRanks = published?.Spread(Statistics.Ranks.Mean(published.Values, published.Tested.Count));
        GridPlace place = new(data, network, 0, "", setting, 0);
        return new DataBlock
        {
            Data = data,
            Measure = index.IsClassification(data) ? DataBlock.WrongShare : DataBlock.MeanAbsoluteError,
            Windows = [.. blocks.Complete.Select(block => block.Window)],
            Rows = [.. Enumerable.Range(0, blocks.Methods.Count).Select(method => new MethodRow
            {
                Method = blocks.Methods[method],
                Mae = Summary(index, blocks, method, place),
                MeanRank = ranks[method],
                Wins = double.IsNaN(wins[method]) ? 0 : (int)wins[method],
                Published = Summary(published, method),
                PublishedRank = publishedRanks is null || double.IsNaN(publishedRanks[method]) ? null : publishedRanks[method],
            })],
            ByWindow = blocks.Friedman(blocks.Values),
            ByRun = blocks.Friedman(blocks.Runs),
            Published = published?.Friedman(published.Values),
            Pairs = Pairs(index, blocks, place),
        };
    }

    /// <summary>Over the complete blocks; while there is none, over the windows that the method has.</summary>
    private static SampleSummary Summary(ResultIndex index, BlockTable blocks, int method, GridPlace place)
    {
        int tested = blocks.Tested.ToList().IndexOf(method);
        return SampleSummary.Of(
            tested < 0 ? []
            : blocks.Values.Count > 0 ? blocks.Values.Select(block => block[tested])
            : index.Spec.Windows.Select(window => index.Errors(place with { Window = window, Method = blocks.Methods[method] }))
                .Where(errors => errors.Count > 0).Select(errors => errors.Values.Average()));
    }

    private static SampleSummary? Summary(BlockTable? published, int method)
    {
        int tested = published?.Tested.ToList().IndexOf(method) ?? -1;
        return tested < 0 ? null : SampleSummary.Of(published!.Values.Select(block => block[tested]));
    }

    private static PairTest[] Pairs(ResultIndex index, BlockTable blocks, GridPlace place)
    {
        PairTest[] pairs = [.. blocks.Tested.SelectMany(first => blocks.Tested.Where(second => second > first)
            .Select(second => Pair(index, place, blocks.Methods[first], blocks.Methods[second])))];
        double[] adjusted = HolmAdjustment.Of([.. pairs.Select(pair => pair.Test?.PValue ?? double.NaN)]);
        return [.. pairs.Select((pair, i) => pair with { Adjusted = double.IsNaN(adjusted[i]) ? null : adjusted[i] })];
    }

    private static PairTest Pair(ResultIndex index, GridPlace place, string first, string second)
    {
        List<double> ours = [], theirs = [];
        foreach (int window in index.Spec.Windows)
        {
            IReadOnlyDictionary<int, double> errors = index.Errors(place with { Window = window, Method = first });
            IReadOnlyDictionary<int, double> others = index.Errors(place with { Window = window, Method = second });
            foreach (int seed in errors.Keys.Where(others.ContainsKey))
            {
                ours.Add(errors[seed]);
                theirs.Add(others[seed]);
            }
        }
        WilcoxonResult? test = WilcoxonResult.Of(ours, theirs);
        return new PairTest(first, second, test?.Pairs < 2 ? null : test, ours.Count == 0 ? double.NaN : ours.Average() - theirs.Average());
    }
}
