using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Appendix A of paper 001 as blocks: what Tables 2 to 4 and the text must be computed from.</summary>
internal static class PublishedBlocks
{
    /// <summary>The methods in the paper's order; pruning is the last one.</summary>
    public static readonly string[] Methods = [PaperGrid.NoDropout, PaperGrid.Dropout, PaperGrid.McDropout, PaperGrid.SynapticPruning];

    /// <summary>The methods that pruning is compared with.</summary>
    public static readonly string[] Others = Methods[..3];

    /// <summary>The data sets in the paper's order.</summary>
    public static readonly string[] DataSets = [PaperGrid.Bitcoin, PaperGrid.Sp500, PaperGrid.AirQuality, PaperGrid.Electricity];

    /// <summary>The networks in the paper's order.</summary>
    public static readonly string[] NetworkNames = [PaperGrid.Rnn, PaperGrid.Lstm, PaperGrid.PatchTst];

    /// <summary>The windows.</summary>
    public static readonly int[] Windows = [1, 3, 7, 14, 30, 60];

    /// <summary>MAE of the four methods, window by window.</summary>
    public static double[][] Of(string network, string data) =>
        [.. Windows.Select(window => Methods.Select(method => Cell(network, data, window, method).Mae).ToArray())];

    /// <summary>All blocks of a network, data set by data set.</summary>
    public static double[][] Of(string network) => [.. DataSets.SelectMany(data => Of(network, data))];

    /// <summary>One cell.</summary>
    public static PublishedCell Cell(string network, string data, int window, string method) =>
        PublishedResults.Find(data, network, window, method) ?? throw new InvalidOperationException("Appendix A is incomplete.");

    /// <summary>A method's errors, window by window.</summary>
    public static double[] Column(string network, string data, string method) => [.. Of(network, data).Select(block => block[Array.IndexOf(Methods, method)])];

    /// <summary>Mean error of a method over the windows.</summary>
    public static double Mean(string network, string data, string method) => Column(network, data, method).Average();

    /// <summary>Mean error over the windows of some data sets.</summary>
    public static double Mean(string network, IEnumerable<string> data, string method) => data.Average(some => Mean(network, some, method));

    /// <summary>Wilcoxon's test of two methods over the windows, counted out with ties too: six pairs are too few for the normal
    /// distribution. In units of 0.0001, the last digit printed, so that equal differences are equal.</summary>
    public static WilcoxonResult Test(string network, string data, string first, string second) =>
        WilcoxonResult.Of(Whole(Column(network, data, first)), Whole(Column(network, data, second)), WilcoxonMethod.Exact)
        ?? throw new InvalidOperationException("Two methods of Appendix A are the same everywhere.");

    private static double[] Whole(double[] errors) => [.. errors.Select(error => Math.Round(10_000 * error))];

    /// <summary>Percent by which pruning lowers the mean over the windows, on average over the other methods.</summary>
    public static double ReductionOfMeans(string network, string data) =>
        Others.Average(other => 100 * (1 - (Mean(network, data, PaperGrid.SynapticPruning) / Mean(network, data, other))));

    /// <summary>Percent by which pruning lowers the error, on average over blocks and other methods.</summary>
    public static double ReductionOfCells(IEnumerable<double[]> blocks) => blocks.SelectMany(block => block[..3].Select(other => 100 * (1 - (block[3] / other)))).Average();

    /// <summary>Comparisons of pruning with another method in one block in which pruning has the higher error.</summary>
    public static int Worse(IEnumerable<double[]> blocks) => blocks.Sum(block => block[..3].Count(other => block[3] > other));
}
