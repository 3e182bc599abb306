using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Components.Tests.Fakes;

internal static class HandReport
{
    public static GridReport Of(GridSpec spec, int jobs, GridResults results)
    {
        ReportCell[] cells = [.. results.Results.GroupBy(r => r.Place.Cell).Select(g =>
        {
            GridResult[] runs = [.. g.Where(r => r.Failure is null)];
            return new ReportCell
            {
                Place = g.Key, Runs = runs, Failures = [.. g.Where(r => r.Failure is not null)],
                Mae = SampleSummary.Of(runs.Select(r => r.Mae)), Rmse = SampleSummary.Of(runs.Select(r => r.Rmse)), Sparsity = SampleSummary.Of(runs.Select(r => r.Sparsity)),
                Seconds = SampleSummary.Of(runs.Select(r => r.Seconds)), Memory = SampleSummary.Of(runs.Select(r => (double)r.MemoryBytes)), Epochs = SampleSummary.Of(runs.Select(r => (double)r.Epochs)),
                Published = PublishedResults.Find(g.Key.Data, g.Key.Network, g.Key.Window, g.Key.Method),
            };
        })];
        string[] methods = [.. spec.Methods.Select(m => m.Name)];
        NetworkTable[] tables = [.. cells.GroupBy(c => c.Place.Network).Select(n => new NetworkTable(n.Key, "", [.. n.GroupBy(c => c.Place.Data).Select(d =>
        {
            double[][] blocks = [.. d.GroupBy(c => c.Place.Window).Where(w => w.Count() == methods.Length).Select(w => methods.Select(m => w.Single(c => c.Place.Method == m).Mae.Mean).ToArray())];
            double[][] published = [.. d.GroupBy(c => c.Place.Window).Where(w => w.Count() == methods.Length).Select(w => methods.Select(m => w.Single(c => c.Place.Method == m).Published!.Mae).ToArray())];
            FriedmanResult? test = blocks.Length < 2 ? null : FriedmanResult.Of(blocks), theirs = published.Length < 2 ? null : FriedmanResult.Of(published);
            return new DataBlock
            {
                Data = d.Key,
                Rows = [.. methods.Select((m, i) => new MethodRow
                {
                    Method = m, Mae = SampleSummary.Of(d.Where(c => c.Place.Method == m).Select(c => c.Mae.Mean)), MeanRank = test?.MeanRanks[i] ?? double.NaN,
                    Wins = blocks.Count(b => b[i] == b.Min()), Published = SampleSummary.Of(d.Where(c => c.Place.Method == m).Select(c => c.Published!.Mae)), PublishedRank = theirs?.MeanRanks[i],
                })],
                ByWindow = test, ByRun = test, Published = theirs,
                Pairs = [.. from i in Enumerable.Range(0, 4) from j in Enumerable.Range(i + 1, 3 - i) select new PairTest(methods[i], methods[j], new WilcoxonResult(12, 0.0312 / (i + 1), true, 60), 0.01 * (j - 2))],
            };
        })]))];
        double[][] all = [.. cells.GroupBy(c => c.Place with { Method = "" }).Where(w => w.Count() == methods.Length).Select(w => methods.Select(m => w.Single(c => c.Place.Method == m).Mae.Mean).ToArray())];
        double[][] allTheirs = [.. cells.GroupBy(c => c.Place with { Method = "" }).Where(w => w.Count() == methods.Length).Select(w => methods.Select(m => w.Single(c => c.Place.Method == m).Published!.Mae).ToArray())];
        OverallRanks? overall = all.Length < 2 ? null : new OverallRanks(methods, FriedmanResult.Of(all), [.. methods.Select((_, i) => all.Count(b => b[i] == b.Min()))], Nemenyi.CriticalDifference(4, all.Length),
            new OverallRanks(methods, FriedmanResult.Of(allTheirs), [.. methods.Select((_, i) => allTheirs.Count(b => b[i] == b.Min()))], Nemenyi.CriticalDifference(4, all.Length), null));
        return new GridReport
        {
            Spec = spec, Jobs = jobs, Done = results.Results.Count, Failures = [.. results.Results.Where(r => r.Failure is not null)], Cells = cells, Tables = tables, Overall = overall, Figures = [],
            Findings = ["Synaptic Pruning has the lowest mean rank over the 72 cells that all methods have (1.4 of 4); it is significantly better than MC Dropout and Dropout, not than No Dropout.", "With PatchTST on Air Quality, MC Dropout is best, as in the paper."],
            Notes = ["Bitcoin: the paper used another range of time."], TotalSeconds = results.Results.Sum(r => r.Seconds),
        };
    }
}
