using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Makes the figures of a report: the paper's Figures 3 to 7 as far as the grid has them.</summary>
internal static class ReportFigures
{
    private const double MebiByte = 1024 * 1024;

    private static readonly Dictionary<string, int> s_numbers = new() { [PaperGrid.Rnn] = 3, [PaperGrid.Lstm] = 4, [PaperGrid.PatchTst] = 5 };

    /// <summary>All figures that have anything to show.</summary>
    public static IReadOnlyList<ReportFigure> Of(ResultIndex index, IReadOnlyList<NetworkTable> tables)
    {
        OwnNames names = new();
        return [.. tables.Select(Errors).Concat(Settings(index).SelectMany(setting => Others(index, setting))).Select(figure => figure with { Id = names.Of(figure.Id) })];
    }

    private static IEnumerable<string> Settings(ResultIndex index) => index.Spec.Settings.Select(setting => setting.Name);

    private static IEnumerable<ReportFigure> Others(ResultIndex index, string setting) => new ReportFigure?[]
    {
        Sparsity(index, setting),
        ByWindow(index, setting, "figure-7-memory", "Memory of a training by window", "memory (MiB)", run => run.MemoryBytes / MebiByte),
        ByWindow(index, setting, "figure-runtime", "Time of a training by window", "time (s)", run => run.Seconds),
    }.OfType<ReportFigure>();

    /// <summary>A panel per data set, for their errors may be of very different size; a bar per method.</summary>
    private static ReportFigure Errors(NetworkTable table) => new(
        Name(s_numbers.TryGetValue(table.Network, out int number) ? $"figure-{number}-{Slug(table.Network)}" : $"error-{Slug(table.Network)}", table.Setting),
        Title($"Error by method and data set, {table.Network}", table.Setting),
        IsBars: true,
        "data set",
        table.Data.All(block => block.Measure == DataBlock.MeanAbsoluteError) ? "MAE (standardised)"
            : table.Data.All(block => block.Measure == DataBlock.WrongShare) ? "share of wrong answers" : "MAE (standardised), or share of wrong answers",
        [.. table.Data.Select(block => new FigurePanel(block.Data, [.. block.Rows.Select(row => new FigureSeries(
            row.Method,
            [new FigurePoint(block.Data, row.Mae.Mean, row.Mae.Low, row.Mae.High, row.Published?.Mean ?? double.NaN)]))]))]);

    /// <summary>A panel per method that prunes, a series per network.</summary>
    private static ReportFigure? Sparsity(ResultIndex index, string setting)
    {
        string[] methods = [.. index.Methods.Where(method => index.All.Any(run => run.Place.Method == method && run.Place.Setting == setting && run.Pruned > 0))];
        FigurePoint Point(string network, string data, string method)
        {
            SampleSummary share = SampleSummary.Of(index.Spec.Windows
                .SelectMany(window => index.Runs(new GridPlace(data, network, window, method, setting, 0))).Select(run => 100 * run.Sparsity));
            return new FigurePoint(data, share.Mean, share.Low, share.High, double.NaN);
        }
        return methods.Length == 0 ? null : new ReportFigure(
            Name("figure-6-sparsity", setting), Title("Sparsity reached by network and data set", setting), IsBars: true, "data set", "weights pruned (%)",
            [.. methods.Select(method => new FigurePanel(method, [.. index.Spec.Networks.Where(network => index.MethodsOf(network.Name).Contains(method))
                .Select(network => new FigureSeries(network.Name, [.. index.Spec.Data.Select(data => Point(network.Name, data.Name, method))]))]))]);
    }

    /// <summary>A panel per network, a series per method; the mean over data sets of the cells' means. Only data sets with runs of all
    /// methods in all windows count where there is one, so that points differ by method and window alone.</summary>
    private static ReportFigure? ByWindow(
        ResultIndex index, string setting, string id, string title, string label, Func<GridResult, double> figure)
    {
        FigurePanel? Panel(string network)
        {
            double Mean(string data, int window, string method) =>
                SampleSummary.Of(index.Runs(new GridPlace(data, network, window, method, setting, 0)).Select(figure)).Mean;
            string[] all = [.. index.Spec.Data.Select(data => data.Name)];
            string[] methods = [.. index.MethodsOf(network).Where(method => all.Any(data => index.Spec.Windows.Any(window => !double.IsNaN(Mean(data, window, method)))))];
            int[] windows = [.. index.Spec.Windows.Where(window => methods.Any(method => all.Any(data => !double.IsNaN(Mean(data, window, method))))).Order()];
            string[] complete = [.. all.Where(data => windows.All(window => methods.All(method => !double.IsNaN(Mean(data, window, method)))))];
            string[] shown = complete.Length > 0 ? complete : all;
            FigurePoint Point(string method, int window) => new(
                SentenceText.Whole(window), SampleSummary.Of(shown.Select(data => Mean(data, window, method))).Mean, double.NaN, double.NaN, double.NaN);
            return methods.Length == 0 ? null : new FigurePanel(
                network, [.. methods.Select(method => new FigureSeries(method, [.. windows.Select(window => Point(method, window))]))]);
        }
        FigurePanel[] panels = [.. index.Spec.Networks.Select(network => Panel(network.Name)).OfType<FigurePanel>()];
        return panels.Length == 0 ? null : new ReportFigure(Name(id, setting), Title(title, setting), IsBars: false, "window (rows)", label, panels);
    }

    private static string Name(string id, string setting) => setting.Length == 0 ? id : $"{id}-{Slug(setting)}";

    private static string Title(string title, string setting) => setting.Length == 0 ? title : $"{title}, {setting}";

    /// <summary>Lower-case letters and digits, the rest as single hyphens: for names of files.</summary>
    private static string Slug(string name) => string.Join('-', new string([.. name.ToLowerInvariant()
        .Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
