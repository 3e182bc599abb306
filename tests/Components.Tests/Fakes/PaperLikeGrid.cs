using System.Globalization;
using PruningLab.Components.Experiments;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Tests.Fakes;

/// <summary>A grid with the paper's axes whose results scatter about the numbers of its Appendix A: a report of real size
/// without a training.</summary>
internal sealed class PaperLikeGrid
{
    private static readonly string[] s_data = ["Bitcoin", "S&P500", "Air Quality", "Electricity"];
    private static readonly string[] s_networks = ["RNN", "LSTM", "PatchTST"];
    private static readonly string[] s_methods = ["No Dropout", "Dropout", "MC Dropout", "Synaptic Pruning"];

    public PaperLikeGrid(int[] windows, int[] seeds)
    {
        Spec = new GridSpec
        {
            Name = "paper-like",
            Data = [.. s_data.Select(name => new GridData(name, new()))],
            Networks = [.. s_networks.Select(name => new GridNetwork(name, new NetworkSpec()))],
            Windows = windows,
            Methods = [.. s_methods.Select(name => new GridMethod(name, new RuleSpec("none")))],
            Seeds = seeds,
        };
        Jobs = [.. from seed in seeds
                   from data in s_data
                   from network in s_networks
                   from window in windows
                   from method in s_methods
                   select Job(new GridPlace(data, network, window, method, "", seed))];
        Plan = new ReportPlan(Spec, Jobs);
    }

    public GridSpec Spec { get; }

    public IReadOnlyList<GridJob> Jobs { get; }

    public ReportPlan Plan { get; }

    /// <summary>The report after so many jobs, in the order of the jobs.</summary>
    public GridReport ReportAfter(int jobs) => ReportOf([.. Jobs.Take(jobs).Select(Result)]);

    public GridReport ReportOf(IReadOnlyList<GridResult> results) => GridReport.Of(Spec, Jobs.Count, new GridResults(results, []));

    public static GridResult Result(GridJob job)
    {
        PublishedCell cell = PublishedResults.Find(job.Place.Data, job.Place.Network, job.Place.Window, job.Place.Method)!;

        // Half an interval of 10 trials is 2.262·s/√10.
        Random random = new(int.Parse(job.Id, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        double noise = Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
        double mae = Math.Max(0.01, cell.Mae + noise * (cell.High - cell.Low) / 2 * Math.Sqrt(10) / 2.262);
        int weights = 12_000;
        return new GridResult
        {
            Job = job.Id,
            Place = job.Place,
            Mae = mae,
            Rmse = mae * 1.25,
            MaeInUnits = mae * 431.7,
            BestMae = mae * 0.98,
            Epochs = 8 + random.Next(12),
            Batches = 400,
            Weights = weights,
            Pruned = job.Place.Method == "Synaptic Pruning" ? (int)(weights * (0.6 + random.NextDouble() * 0.1)) : 0,
            Seconds = 2 + job.Place.Window * 0.4 * (1 + random.NextDouble() * 0.1),
            MemoryBytes = 3_000_000 + job.Place.Window * 40_000,
            Fingerprint = Convert.ToHexStringLower(BitConverter.GetBytes(random.NextInt64())) + "00ff",
            DataFingerprint = "0123456789abcdef",
            Runner = "quiet-machine-4711",
            Finished = new DateTime(2026, 11, 20, 8, 0, 0, DateTimeKind.Utc).AddSeconds(random.Next(20_000)),
        };
    }

    private static GridJob Job(GridPlace place)
    {
        int number = 17;
        foreach (char letter in place.ToString())
        {
            number = (number * 31 + letter) & 0x7fffffff;
        }
        return new GridJob(number.ToString("x8", CultureInfo.InvariantCulture), place, ExperimentSpec.Ready with { Seed = place.Seed });
    }
}
