using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;
using PruningLab.Engine.Experiments.Statistics;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Experiments.Reports;

/// <summary>Reports made by hand: their numbers are invented, follow from the places alone, and never change.</summary>
internal static class SampleReports
{
    public static readonly string[] PaperMethods = [PaperGrid.NoDropout, PaperGrid.Dropout, PaperGrid.McDropout, PaperGrid.SynapticPruning];

    public static readonly string[] PaperData = [PaperGrid.Bitcoin, PaperGrid.Sp500, PaperGrid.AirQuality, PaperGrid.Electricity];

    public static readonly string[] PaperNetworks = [PaperGrid.Rnn, PaperGrid.Lstm, PaperGrid.PatchTst];

    /// <summary>One network, one data set with a name full of special characters, two windows, two methods, two seeds; one cell is
    /// unfinished, one run failed.</summary>
    public static GridReport Small { get; } = MakeSmall();

    /// <summary>The paper's grid with three seeds, or a part of its windows.</summary>
    public static GridReport Paper(params int[] windows)
    {
        GridSpec spec = Spec(PaperNetworks, PaperData, windows, PaperMethods, [42, 43, 44]);
        return Of(spec, [.. Places(spec).Select(Run)]);
    }

    public static SampleSummary Summary(params double[] values)
    {
        MeanInterval interval = MeanInterval.Of(values);
        double mean = interval.Mean, half = interval.HalfWidth;
        double deviation = values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        return new SampleSummary(mean, deviation, mean - half, mean + half, values.Length);
    }

    private static GridReport MakeSmall()
    {
        GridSpec spec = Spec(["RNN"], ["S&P500 <b>50 %</b>, a_b"], [7, 30], [PaperGrid.NoDropout, PaperGrid.SynapticPruning], [42, 43]);
        GridResult[] results =
        [
            .. Places(spec).Where(place => place.Window == 7 || place.Method == PaperGrid.NoDropout).Select(place =>
                place.Seed == 43 && place.Window == 30 ? Run(place) with { Failure = "The loss of batch 3, \"nan\", is no number." } : Run(place)),
        ];
        return Of(spec, results);
    }

    private static GridSpec Spec(string[] networks, string[] data, int[] windows, string[] methods, int[] seeds) => new()
    {
        Name = "sample",
        Networks = [.. networks.Select(name => new GridNetwork(name, new NetworkSpec()))],
        Data = [.. data.Select(name => new GridData(name, new DataSpec()))],
        Windows = windows,
        Methods = [.. methods.Select(name => new GridMethod(name, new RuleSpec("none")))],
        Training = new TrainingSpec(),
        Seeds = seeds,
    };

    private static IEnumerable<GridPlace> Places(GridSpec spec) =>
        from network in spec.Networks
        from data in spec.Data
        from window in spec.Windows
        from method in spec.Methods
        from seed in spec.Seeds
        select new GridPlace(data.Name, network.Name, window, method.Name, "", seed);

    private static GridResult Run(GridPlace place)
    {
        int network = Array.IndexOf(PaperNetworks, place.Network), method = Array.IndexOf(PaperMethods, place.Method);
        int data = Math.Max(0, Array.IndexOf(PaperData, place.Data)), draw = ((place.Seed * 7) + (place.Window * 3) + (method * 5) + data) % 11;
        double mae = (0.1 + (0.17 * data)) * (1 + (0.1 * network)) * (1 + (0.004 * place.Window)) * (1.2 - (0.06 * method)) * (1 + (0.01 * draw));
        bool isPruned = place.Method == PaperGrid.SynapticPruning;
        int weights = 4160 * (1 + (network * 3));
        return new GridResult
        {
            Job = FormattableString.Invariant($"{network}{data}{place.Window:00}{method}{place.Seed}"),
            Place = place,
            Mae = mae,
            Rmse = mae * 1.3,
            MaeInUnits = mae * 12.5,
            BestMae = mae * 0.98,
            Epochs = 20 - (draw % 4),
            Batches = 300,
            Weights = weights,
            Pruned = isPruned ? (int)(weights * (0.69 + (0.001 * draw))) : 0,
            Seconds = (0.3 + (0.02 * place.Window)) * (1 + (network * 4)) * (1 + (0.05 * draw)),
            MemoryBytes = (long)(2_000_000 * (1 + network) * (1 + (place.Window * 0.02))) + (method * 60_000),
            Fingerprint = "00ff",
            DataFingerprint = "aa11",
            Runner = "machine-1",
            Finished = new DateTime(2026, 11, 21, 17, 0, 0, DateTimeKind.Utc).AddSeconds(draw),
        };
    }

    private static GridReport Of(GridSpec spec, GridResult[] results)
    {
        ReportCell[] cells = [.. results.GroupBy(result => result.Place.Cell).Select(Cell)];
        return new GridReport
        {
            Spec = spec,
            Jobs = Places(spec).Count(),
            Done = results.Length,
            Failures = [.. results.Where(result => result.Failure is not null)],
            Cells = cells,
            Tables = [.. spec.Networks.Select(network => new NetworkTable(network.Name, "", [.. spec.Data.Select(data => Block(spec, cells, network.Name, data.Name))]))],
            Overall = Overall(spec),
            Figures = [.. spec.Networks.Select((network, i) => Errors(spec, cells, network.Name, i + 3)), Sparsity(spec, cells), Runtime(spec, cells)],
            Findings = ["Synaptic pruning has the lowest mean rank (1.4), p < 0.05.", "On S&P500 it is not best: No Dropout is."],
            Notes = ["1 of 8 runs failed: The loss of batch 3, \"nan\", is no number."],
            TotalSeconds = results.Sum(result => result.Seconds),
        };
    }

    private static ReportCell Cell(IGrouping<GridPlace, GridResult> group)
    {
        GridResult[] runs = [.. group.Where(result => result.Failure is null).OrderBy(result => result.Place.Seed)];
        SampleSummary Over(Func<GridResult, double> value) => Summary([.. runs.Select(value)]);
        double published = Math.Round(Over(run => run.Mae).Mean * (0.8 + (group.Key.Window % 5 * 0.1)), 4);
        if (group.Key.Network == PaperGrid.PatchTst && group.Key.Data == PaperGrid.AirQuality)
        {
            published *= 40;
        }
        return new ReportCell
        {
            Place = group.Key,
            Runs = runs,
            Failures = [.. group.Where(result => result.Failure is not null)],
            Mae = Over(run => run.Mae),
            Rmse = Over(run => run.Rmse),
            Sparsity = Over(run => run.Sparsity),
            Seconds = Over(run => run.Seconds),
            Memory = Over(run => run.MemoryBytes),
            Epochs = Over(run => run.Epochs),
            Published = new PublishedCell(
                group.Key.Data, group.Key.Network, group.Key.Window, group.Key.Method, published, published * 0.9, published * 1.1, published * 1.2, "rmse"),
        };
    }

    private static DataBlock Block(GridSpec spec, ReportCell[] cells, string network, string data)
    {
        MethodRow Row(GridMethod method, int place)
        {
            ReportCell[] own = [.. cells.Where(cell => cell.Place.Network == network && cell.Place.Data == data && cell.Place.Method == method.Name)];
            return new MethodRow
            {
                Method = method.Name,
                Mae = Summary([.. own.Select(cell => cell.Mae.Mean)]),
                MeanRank = spec.Methods.Count - place,
                Wins = place == spec.Methods.Count - 1 ? spec.Windows.Count : 0,
                Published = Summary([.. own.Select(cell => cell.Published!.Mae)]),
                PublishedRank = spec.Methods.Count - place - 0.25,
            };
        }
        double[] ranks = [.. spec.Methods.Select((_, i) => (double)(spec.Methods.Count - i))];
        string[] names = [.. spec.Methods.Select(method => method.Name)];
        return new DataBlock
        {
            Data = data,
            Rows = [.. spec.Methods.Select(Row)],
            ByWindow = new FriedmanResult(4.2, 0.2407, ranks, spec.Windows.Count),
            ByRun = new FriedmanResult(15.8, 0.00012, ranks, spec.Windows.Count * spec.Seeds.Count),
            Published = new FriedmanResult(15.8, 0.001246, ranks, spec.Windows.Count),
            Pairs =
            [
                .. from i in Enumerable.Range(0, names.Length)
                   from j in Enumerable.Range(i + 1, names.Length - i - 1)
                   select new PairTest(names[i], names[j], i + j == 2 ? null : new WilcoxonResult(0, j == names.Length - 1 ? 0.03125 : 0.4375, true, 6), 0.01234 * (j - i)),
            ],
        };
    }

    private static OverallRanks Overall(GridSpec spec)
    {
        string[] names = [.. spec.Methods.Select(method => method.Name)];
        FriedmanResult test = new(20.5, 0.000133, [.. names.Select((_, i) => names.Length - (i * 0.9))], 24);
        int[] wins = [.. names.Select((_, i) => i * 4)];
        return new OverallRanks(names, test, wins, 0.957, new OverallRanks(names, test with { ChiSquare = 31.25 }, wins, 0.957, null));
    }

    private static ReportFigure Errors(GridSpec spec, ReportCell[] cells, string network, int number) => new(
        $"figure-{number}-{network.ToLowerInvariant()}", $"Figure {number}: MAE by method and window, {network}", true, "Window, rows", "MAE, standardised",
        [.. spec.Data.Select(data => new FigurePanel(data.Name, [.. spec.Methods.Select(method => new FigureSeries(method.Name, [.. spec.Windows.Select(window =>
        {
            ReportCell? cell = cells.FirstOrDefault(one => one.Place == new GridPlace(data.Name, network, window, method.Name, "", 0));
            return cell is null
                ? new FigurePoint(window.ToString(), double.NaN, double.NaN, double.NaN, double.NaN)
                : new FigurePoint(window.ToString(), cell.Mae.Mean, cell.Mae.Low, cell.Mae.High, cell.Published!.Mae);
        })]))]))]);

    private static ReportFigure Sparsity(GridSpec spec, ReportCell[] cells) => new(
        "figure-6-sparsity", "Figure 6: Share of the weights that was pruned", true, "Data set", "Pruned, %",
        [new FigurePanel("Synaptic Pruning", [.. spec.Networks.Select(network => new FigureSeries(network.Name, [.. spec.Data.Select(data =>
        {
            SampleSummary share = Summary([.. cells.Where(cell => cell.Place.Network == network.Name && cell.Place.Data == data.Name && cell.Place.Method == PaperGrid.SynapticPruning).Select(cell => cell.Sparsity.Mean * 100)]);
            return new FigurePoint(data.Name, share.Mean, share.Low, share.High, double.NaN);
        })]))])]);

    private static ReportFigure Runtime(GridSpec spec, ReportCell[] cells) => new(
        "figure-7-runtime", "Figure 7: Time of a training by window", false, "Window, rows", "Time, s",
        [.. spec.Networks.Select(network => new FigurePanel(network.Name, [.. spec.Methods.Select(method => new FigureSeries(method.Name, [.. spec.Windows.Select(window =>
        {
            SampleSummary time = Summary([.. cells.Where(cell => cell.Place.Network == network.Name && cell.Place.Window == window && cell.Place.Method == method.Name).Select(cell => cell.Seconds.Mean)]);
            return new FigurePoint(window.ToString(), time.Mean, time.Low, time.High, double.NaN);
        })]))]))]);
}
