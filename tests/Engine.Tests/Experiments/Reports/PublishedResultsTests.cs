using PruningLab.Engine.Experiments.Reports;

namespace PruningLab.Engine.Tests.Experiments.Reports;

/// <summary>The numbers of paper 001 are all there and are those that are printed.</summary>
public sealed class PublishedResultsTests
{
    private static readonly string[] s_networks = ["RNN", "LSTM", "PatchTST"], s_data = ["Bitcoin", "S&P500", "Air Quality", "Electricity"];

    private static readonly string[] s_methods = ["No Dropout", "Dropout", "MC Dropout", "Synaptic Pruning"];

    private static readonly int[] s_windows = [1, 3, 7, 14, 30, 60];

    [Fact]
    public void Cells_OfAppendixA_AreComplete()
    {
        Assert.Equal(3 * 4 * 6 * 4, PublishedResults.Cells.Count);
        Assert.All(s_networks, network => Assert.All(s_data, data => Assert.All(s_windows, window => Assert.All(s_methods, method =>
            Assert.NotNull(PublishedResults.Find(data, network, window, method))))));
        Assert.All(PublishedResults.Cells, cell =>
        {
            Assert.True(cell.Low <= cell.Mae && cell.Mae <= cell.High, cell.ToString());
            Assert.True(cell.Second > 0);
            Assert.Contains(cell.SecondMetric, (string[])["rmse", "runtime"]);
        });
    }

    [Theory]
    [InlineData("Bitcoin", "RNN", 1, "No Dropout", 0.3236, 0.2491, 0.3981, 0.3705, "runtime")]
    [InlineData("Bitcoin", "RNN", 60, "Synaptic Pruning", 0.2596, 0.1040, 0.4152, 0.3117, "runtime")]
    [InlineData("S&P500", "RNN", 7, "MC Dropout", 0.1437, 0.1297, 0.1576, 0.1880, "rmse")]
    [InlineData("Air Quality", "RNN", 60, "Dropout", 0.7713, 0.7331, 0.8095, 1.0042, "rmse")]
    [InlineData("Electricity", "RNN", 60, "Synaptic Pruning", 0.0839, 0.0806, 0.0872, 0.1940, "rmse")]
    [InlineData("Bitcoin", "LSTM", 60, "Dropout", 0.6096, 0.5792, 0.6400, 0.6443, "rmse")]
    [InlineData("S&P500", "LSTM", 14, "Synaptic Pruning", 0.4242, 0.3806, 0.4678, 1.5774, "runtime")]
    [InlineData("Air Quality", "LSTM", 30, "Synaptic Pruning", 0.8565, 0.8219, 0.8911, 26.6938, "runtime")]
    [InlineData("Electricity", "LSTM", 7, "Synaptic Pruning", 0.0795, 0.0758, 0.0832, 102.5181, "runtime")]
    [InlineData("Bitcoin", "PatchTST", 30, "Dropout", 0.9609, 0.8008, 1.1210, 0.9904, "rmse")]
    [InlineData("S&P500", "PatchTST", 7, "Dropout", 0.2358, 0.1998, 0.2717, 0.3023, "rmse")]
    [InlineData("Air Quality", "PatchTST", 3, "MC Dropout", 15.2132, 13.7394, 16.6871, 42.7943, "rmse")]
    [InlineData("Electricity", "PatchTST", 60, "Synaptic Pruning", 0.1158, 0.0990, 0.1325, 0.2018, "rmse")]
    public void Find_ACell_IsAsPrinted(
        string data, string network, int window, string method, double mae, double low, double high, double second, string metric) =>
        Assert.Equal(new PublishedCell(data, network, window, method, mae, low, high, second, metric), PublishedResults.Find(data, network, window, method));

    [Fact]
    public void Find_WhatThePaperDoesNotHave_IsNull()
    {
        Assert.Null(PublishedResults.Find("Bitcoin", "RNN", 2, "Dropout"));
        Assert.Null(PublishedResults.Find("Tides", "RNN", 7, "Dropout"));
        Assert.Null(PublishedResults.Find("Bitcoin", "RNN", 7, "Movement"));
    }

    /// <summary>Its interval has its middle at 0.3177: mean and interval are not of the same trials.</summary>
    [Fact]
    public void Damaged_OfAllCells_IsOne() =>
        Assert.Equal(("S&P500", "PatchTST", 1, "Synaptic Pruning"), PublishedResults.Damaged.Select(cell => (cell.Data, cell.Network, cell.Window, cell.Method)).Single());

    [Fact]
    public void Figures_OfTheTables_AreComplete()
    {
        string[] tables = [.. PublishedResults.Figures.GroupBy(figure => (figure.Table, figure.Kind)).Select(group => $"{group.Key.Table} {group.Key.Kind} {group.Count()}").Order()];
        Assert.Equal(
            [
                "2 best 4", "2 chi-square 4", "2 deviation 16", "2 high 16", "2 low 16", "2 mean 16", "2 p 4",
                "3 best 4", "3 chi-square 4", "3 deviation 16", "3 high 16", "3 low 16", "3 mean 16", "3 p 4",
                "4 best 5", "4 deviation 16", "4 mean 16", "4 p 4", "4 pair 14", "4 rank 16", "4 worse 10",
            ],
            tables);
    }

    [Theory]
    [InlineData(2, "S&P500", "MC Dropout", "mean", "0.1535")]
    [InlineData(2, "Electricity", "", "p", "0.002097")]
    [InlineData(3, "Bitcoin", "", "chi-square", "12.80")]
    [InlineData(3, "Air Quality", "Dropout", "high", "0.8466")]
    [InlineData(4, "S&P500", "Synaptic Pruning", "rank", "2")]
    [InlineData(4, "Electricity", "", "p", "0.000440")]
    public void Figures_ANumber_IsAsPrinted(int table, string data, string method, string kind, string printed) => Assert.Equal(
        printed, PublishedResults.Figures.Single(figure => (figure.Table, figure.Data, figure.Method, figure.Kind) == (table, data, method, kind)).Printed);
}
