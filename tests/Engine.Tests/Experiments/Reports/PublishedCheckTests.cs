using PruningLab.Engine.Experiments.Reports;

namespace PruningLab.Engine.Tests.Experiments.Reports;

/// <summary>Which numbers and claims of paper 001 its own appendix bears out, one by one.</summary>
public sealed class PublishedCheckTests
{
    [Fact]
    public void Figures_OfTables2And3_AreAllReproducedButTwoThatAreBold()
    {
        string[] differ = [.. PublishedCheck.Figures.Where(finding => finding.Figure.Table < 4 && finding.Verdict != PublishedVerdict.Reproduced).Select(Name)];
        Assert.Equal(["2 S&P500 MC Dropout best", "3 Air Quality Synaptic Pruning best"], differ);
        Assert.Equal(150, PublishedCheck.Figures.Count(finding => finding.Figure.Table < 4 && finding.Verdict == PublishedVerdict.Reproduced));
        Assert.Equal(
            "printed bold, but its mean is the highest of all; Synaptic Pruning has 0.0944 against 0.1535",
            PublishedCheck.Figures.Single(finding => Name(finding) == differ[0]).Reason);
    }

    [Fact]
    public void Figures_OfTable4_DifferInAllDeviationsTwoThatAreBoldAndNoOther()
    {
        PublishedFinding[] differ = [.. PublishedCheck.Figures.Where(finding => finding.Figure.Table == 4 && finding.Verdict != PublishedVerdict.Reproduced)];
        Assert.Equal(
            ["4 Electricity No Dropout best", "4 S&P500 Dropout best"],
            differ.Where(finding => finding.Figure.Kind != "deviation").Select(Name).Order(StringComparer.Ordinal));
        Assert.Equal(16, differ.Count(finding => finding.Figure.Kind == "deviation"));
        Assert.All(
            differ.Where(finding => finding.Figure.Kind == "deviation"),
            finding => Assert.StartsWith("printed is the deviation with n;", finding.Reason, StringComparison.Ordinal));
        Assert.EndsWith("Synaptic Pruning has 0.3123 against 0.3312, though no mean rank is lower", differ.Single(finding => Name(finding) == "4 S&P500 Dropout best").Reason, StringComparison.Ordinal);
    }

    /// <summary>Every χ² and p of Friedman's test, from our own statistics.</summary>
    [Fact]
    public void Figures_OfFriedmansTest_AreAllReproduced()
    {
        PublishedFinding[] tests = [.. PublishedCheck.Figures.Where(finding => finding.Figure.Kind is "chi-square" or "p")];
        Assert.Equal(20, tests.Length);
        Assert.All(tests, finding => Assert.Equal(PublishedVerdict.Reproduced, finding.Verdict));
        Assert.Equal(16.76, tests.Single(finding => finding.Figure is { Table: 2, Data: "S&P500", Kind: "chi-square" }).Ours, 0.005);
    }

    /// <summary>Dropout has the better mean rank and pruning the lower mean: the table's rank and its mean disagree.</summary>
    [Fact]
    public void Figures_RanksOfTable4_AreByMeanRankAndNotByMean()
    {
        PublishedFinding[] noted = [.. PublishedCheck.Figures.Where(finding => finding.Figure.Kind == "rank" && finding.Reason.Length > 0)];
        Assert.Equal(["4 S&P500 Dropout rank", "4 S&P500 Synaptic Pruning rank"], noted.Select(Name));
        Assert.Equal("by mean rank (1.42); by mean MAE it is place 2", noted[0].Reason);
        Assert.All(PublishedCheck.Figures.Where(finding => finding.Figure.Kind == "rank"), finding => Assert.Equal(PublishedVerdict.Reproduced, finding.Verdict));
    }

    [Theory]
    [InlineData("96 experiments", PublishedVerdict.Differs, "= 288;")]
    [InlineData("pruning ranks best overall", PublishedVerdict.Reproduced, "RNN 1.25 (next 2.23), LSTM 1.38 (next 2.33) and PatchTST 1.52 (next 2.25)")]
    [InlineData("Friedman's p < 0.01", PublishedVerdict.Reproduced, "0.0089")]
    [InlineData("MAE of financial data up to 20 %", PublishedVerdict.Reproduced, "20.5 %")]
    [InlineData("up to 52 % lower", PublishedVerdict.Reproduced, "52.3 %")]
    [InlineData("RNN: significantly better than MC dropout", PublishedVerdict.Reproduced, "Bitcoin 0.0312")]
    [InlineData("RNN: significantly better than dropout", PublishedVerdict.Differs, "Bitcoin 0.0938")]
    [InlineData("RNN: significantly better than no dropout", PublishedVerdict.Reproduced, "S&P500 1.0000")]
    [InlineData("pruning takes 4.4 % more time", PublishedVerdict.NotCheckable, "RNN Bitcoin 1, ")]
    [InlineData("LSTM: MAE 9.8 % lower", PublishedVerdict.Differs, "6.8 % on average")]
    [InlineData("LSTM: worse in 3.3 %", PublishedVerdict.Differs, "12.5 %: 9 of 72")]
    [InlineData("LSTM, S&P500: 21.5 %", PublishedVerdict.Differs, "6.0 % of the means")]
    [InlineData("LSTM, Electricity: 8.3 %", PublishedVerdict.Differs, "8.1 % of the means")]
    [InlineData("LSTM, Bitcoin: 2.8 %", PublishedVerdict.Differs, "10.3 % of the means")]
    [InlineData("LSTM, Air Quality: 2.4 %", PublishedVerdict.Differs, "3.0 % of the means")]
    [InlineData("PatchTST: best average MAE 0.42", PublishedVerdict.Differs, "4.41, 4.64, 6.23, 4.42 over all data sets, 0.26, 0.29, 0.47, 0.40 without")]
    [InlineData("PatchTST: MAE lower by 17.5", PublishedVerdict.Differs, "10.1 to 44.4 %")]
    [InlineData("PatchTST: significantly better in 62.5 %", PublishedVerdict.Differs, "7 of 12 pairs, 58.3 %")]
    [InlineData("PatchTST: nowhere significantly worse", PublishedVerdict.Reproduced, "0 of 12")]
    [InlineData("PatchTST, Bitcoin: 32.0 %", PublishedVerdict.Differs, "24.3 % of the means")]
    [InlineData("PatchTST, S&P500: 10.3 %", PublishedVerdict.Differs, "24.6 % of the means")]
    [InlineData("PatchTST, window 60: 22.0 %", PublishedVerdict.Differs, "19.4 %")]
    [InlineData("PatchTST, window 30: 16.7 %", PublishedVerdict.Differs, "22.7 %")]
    [InlineData("PatchTST: not worse than another method", PublishedVerdict.Differs, "12 of 72")]
    [InlineData("pruning gains time at long windows", PublishedVerdict.Differs, "(all LSTM)")]
    public void Claims_OfTheText_AreBorneOutOrNot(string claim, PublishedVerdict verdict, string ours)
    {
        PublishedClaim found = PublishedCheck.Claims.Single(one => one.Claim.StartsWith(claim, StringComparison.Ordinal));
        Assert.Equal(verdict, found.Verdict);
        Assert.Contains(ours, found.Ours, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_AllOfThem_AreTested() => Assert.Equal(25, PublishedCheck.Claims.Count);

    private static string Name(PublishedFinding finding) =>
        $"{finding.Figure.Table} {finding.Figure.Data} {finding.Figure.Method} {finding.Figure.Kind}";
}
