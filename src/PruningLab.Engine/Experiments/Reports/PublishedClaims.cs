using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;
using static PruningLab.Engine.Experiments.Reports.PublishedBlocks;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Claims of the text of paper 001, held against its Appendix A.</summary>
internal static class PublishedClaims
{
    private const string Pruning = PaperGrid.SynapticPruning;

    private static readonly string[] s_scaled = [PaperGrid.Bitcoin, PaperGrid.Sp500, PaperGrid.Electricity];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PublishedClaim> All() =>
    [
        .. General(), .. Recurrent(), .. Lstm(), .. Transformer(), .. Time(),
    ];

    private static IEnumerable<PublishedClaim> General()
    {
        int cells = PublishedResults.Cells.Count;
        yield return Claim("3.8", "96 experiments in all", $"{NetworkNames.Length} networks × {DataSets.Length} data sets × {Windows.Length} windows × {Methods.Length} methods = {cells}; 96 is the number for one network", cells == 96);
        (string Network, double[] Ranks)[] ranks = [.. NetworkNames.Select(network => (network, Ranks.Mean(Of(network), 4)))];
        yield return Claim(
            "Abstract", "pruning ranks best overall with every network",
            SentenceText.List([.. ranks.Select(rank => $"{rank.Network} {SentenceText.Number(rank.Ranks[3])} (next {SentenceText.Number(rank.Ranks[..3].Min())})")]),
            ranks.All(rank => rank.Ranks[3] < rank.Ranks[..3].Min()));
        double p = (from network in NetworkNames from data in DataSets select FriedmanResult.Of(Of(network, data)).PValue).Max();
        yield return Claim("Abstract", "Friedman's p < 0.01 on all data sets", $"with all three networks; the largest is {SentenceText.Number(p, 4)}", p < 0.01);
        double financial = Largest([PaperGrid.Rnn, PaperGrid.Lstm]), transformer = Largest([PaperGrid.PatchTst]);
        yield return Claim("Abstract", "MAE of financial data up to 20 % lower than without or with standard dropout", $"{SentenceText.Number(financial, 1)} % with RNN and LSTM", Math.Round(financial) == 20);
        yield return Claim("Abstract", "up to 52 % lower with select transformers", $"{SentenceText.Number(transformer, 1)} % with PatchTST, against standard dropout, which is far worse there than no dropout", Math.Round(transformer) == 52);
    }

    /// <summary>Largest reduction of a mean over the windows on the financial data, against no dropout and dropout.</summary>
    private static double Largest(string[] networks) =>
        (from network in networks
         from data in (string[])[PaperGrid.Bitcoin, PaperGrid.Sp500]
         from other in Others[..2]
         select 100 * (1 - (Mean(network, data, Pruning) / Mean(network, data, other)))).Max();

    private static IEnumerable<PublishedClaim> Recurrent()
    {
        yield return Significant("significantly better than MC dropout on all data sets", PaperGrid.McDropout, DataSets);
        yield return Significant("significantly better than dropout on all data sets but Electricity", PaperGrid.Dropout, [PaperGrid.Bitcoin, PaperGrid.Sp500, PaperGrid.AirQuality]);
        yield return Significant("significantly better than no dropout on all data sets but S&P500", PaperGrid.NoDropout, [PaperGrid.Bitcoin, PaperGrid.AirQuality, PaperGrid.Electricity]);
        yield return new PublishedClaim("4.1", "pruning takes 4.4 % more time", $"the appendix has no times of RNN: its lines called runtime are RMSE by their size ({SentenceText.List(Mislabelled())})", PublishedVerdict.NotCheckable);
    }

    private static PublishedClaim Significant(string claim, string other, string[] expected)
    {
        double[] p = [.. DataSets.Select(data => Test(PaperGrid.Rnn, data, Pruning, other).PValue)];
        string[] found = [.. DataSets.Where((data, i) => p[i] < ReportFindings.Alpha && Mean(PaperGrid.Rnn, data, Pruning) < Mean(PaperGrid.Rnn, data, other))];
        return Claim("4.1", $"RNN: {claim}", $"p by data set: {SentenceText.List([.. DataSets.Select((data, i) => $"{data} {SentenceText.Number(p[i], 4)}")])}", found.SequenceEqual(expected));
    }

    /// <summary>Lines called runtime whose four numbers are all 1 to 2 times the MAE.</summary>
    internal static string[] Mislabelled() =>
        [.. PublishedResults.Cells.Where(cell => cell.SecondMetric == "runtime").GroupBy(cell => (cell.Network, cell.Data, cell.Window))
            .Where(line => line.All(cell => cell.Second / cell.Mae is > 1 and < 2))
            .Select(line => $"{line.Key.Network} {line.Key.Data} {line.Key.Window}")];

    private static IEnumerable<PublishedClaim> Lstm()
    {
        double[][] all = Of(PaperGrid.Lstm);
        double means = DataSets.Average(data => ReductionOfMeans(PaperGrid.Lstm, data));
        yield return Percent("4.2", "LSTM: MAE 9.8 % lower on average", 9.8, means, ReductionOfCells(all));
        double share = 100.0 * Worse(all) / (3 * all.Length);
        yield return Claim("4.2", "LSTM: worse in 3.3 % of the cases", $"{SentenceText.Number(share, 1)} %: {Worse(all)} of {3 * all.Length} comparisons in one window", Math.Round(share, 1) == 3.3);
        foreach ((string data, double printed) in ((string, double)[])[(PaperGrid.Sp500, 21.5), (PaperGrid.Electricity, 8.3), (PaperGrid.Bitcoin, 2.8), (PaperGrid.AirQuality, 2.4)])
        {
            yield return Percent("4.2", $"LSTM, {data}: {SentenceText.Number(printed, 1)} % lower on average", printed, ReductionOfMeans(PaperGrid.Lstm, data), ReductionOfCells(Of(PaperGrid.Lstm, data)));
        }
    }

    private static IEnumerable<PublishedClaim> Transformer()
    {
        double[] printed = [0.52, 0.55, 0.56, 0.42];
        double[] all = [.. Methods.Select(method => Mean(PaperGrid.PatchTst, DataSets, method))];
        double[] scaled = [.. Methods.Select(method => Mean(PaperGrid.PatchTst, s_scaled, method))];
        yield return Claim(
            "4.3", "PatchTST: best average MAE 0.42, others 0.52, 0.55, 0.56",
            $"{Four(all)} over all data sets, {Four(scaled)} without Air Quality (pruning, no dropout, dropout, MC dropout)",
            Same(all, printed) || Same(scaled, printed));
        double[] lower = [.. scaled[..3].Select(other => 100 * (1 - (scaled[3] / other)))];
        yield return Claim(
            "4.3", "PatchTST: MAE lower by 17.5 to 24.1 %", $"{SentenceText.Number(lower.Min(), 1)} to {SentenceText.Number(lower.Max(), 1)} % without Air Quality",
            Math.Round(lower.Min(), 1) == 17.5 && Math.Round(lower.Max(), 1) == 24.1);
        (double P, bool IsBetter)[] tests = [.. from data in DataSets
                                                from other in Others
                                                select (Test(PaperGrid.PatchTst, data, Pruning, other).PValue, Mean(PaperGrid.PatchTst, data, Pruning) < Mean(PaperGrid.PatchTst, data, other))];
        int better = tests.Count(test => test.P < ReportFindings.Alpha && test.IsBetter), worse = tests.Count(test => test.P < ReportFindings.Alpha && !test.IsBetter);
        yield return Claim("4.3", "PatchTST: significantly better in 62.5 % of the experiments", $"{better} of {tests.Length} pairs, {SentenceText.Number(100.0 * better / tests.Length, 1)} %", Math.Round(100.0 * better / tests.Length, 1) == 62.5);
        yield return Claim("4.3", "PatchTST: nowhere significantly worse", $"{worse} of {tests.Length} pairs", worse == 0);
        foreach ((string data, double percent) in ((string, double)[])[(PaperGrid.Bitcoin, 32.0), (PaperGrid.Sp500, 10.3)])
        {
            yield return Percent("4.3", $"PatchTST, {data}: {SentenceText.Number(percent, 1)} % better", percent, ReductionOfMeans(PaperGrid.PatchTst, data), ReductionOfCells(Of(PaperGrid.PatchTst, data)));
        }
        foreach ((int window, double percent) in ((int, double)[])[(60, 22.0), (30, 16.7)])
        {
            double ours = ReductionOfCells(DataSets.Select(data => Of(PaperGrid.PatchTst, data)[Array.IndexOf(Windows, window)]));
            yield return Claim("4.3", $"PatchTST, window {window}: {SentenceText.Number(percent, 1)} % better", $"{SentenceText.Number(ours, 1)} %", Math.Round(ours, 1) == percent);
        }
        double[][] blocks = Of(PaperGrid.PatchTst);
        yield return Claim("4.3", "PatchTST: not worse than another method in any configuration", $"worse in {Worse(blocks)} of {3 * blocks.Length} comparisons in one window", Worse(blocks) == 0);
    }

    /// <summary>Times: only LSTM has any that can be times.</summary>
    private static IEnumerable<PublishedClaim> Time()
    {
        string[] mislabelled = Mislabelled();
        var times = PublishedResults.Cells.Where(cell => cell.SecondMetric == "runtime" && !mislabelled.Contains($"{cell.Network} {cell.Data} {cell.Window}"))
            .GroupBy(cell => (cell.Network, cell.Data, cell.Window)).Select(line => (
                line.Key.Network, line.Key.Window,
                Ratio: line.Single(cell => cell.Method == Pruning).Second / line.Where(cell => cell.Method != Pruning).Min(cell => cell.Second))).ToArray();
        var longest = times.Where(line => line.Window >= 30).ToArray();
        yield return Claim(
            "4.4", "pruning gains time at long windows",
            $"in the {times.Length} lines that hold times (all {SentenceText.List([.. times.Select(line => line.Network).Distinct()])}) pruning takes {SentenceText.Number(times.Min(line => line.Ratio), 1)} to {SentenceText.Number(times.Max(line => line.Ratio), 1)} times as long as the fastest other method, {SentenceText.Number(longest.Min(line => line.Ratio), 1)} to {SentenceText.Number(longest.Max(line => line.Ratio), 1)} times at windows 30 and 60",
            longest.Any(line => line.Ratio < 1));
    }

    private static bool Same(double[] ours, double[] printed) => ours.Zip(printed).All(pair => Math.Round(pair.First, 2) == pair.Second);

    private static string Four(double[] means) => string.Join(", ", ((int[])[3, 0, 1, 2]).Select(i => SentenceText.Number(means[i])));

    private static PublishedClaim Percent(string place, string claim, double printed, double means, double cells) => Claim(
        place, claim, $"{SentenceText.Number(means, 1)} % of the means, {SentenceText.Number(cells, 1)} % on average window by window",
        Math.Round(means, 1) == printed || Math.Round(cells, 1) == printed);

    private static PublishedClaim Claim(string place, string claim, string ours, bool holds) =>
        new(place, claim, ours, holds ? PublishedVerdict.Reproduced : PublishedVerdict.Differs);
}
