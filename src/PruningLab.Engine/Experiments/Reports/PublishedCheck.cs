using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Tables 2 to 4 of paper 001, number by number, beside what its own Appendix A gives.</summary>
/// <remarks>Blocks are the six windows, as in the paper. Means, deviations (n − 1), 95 % t intervals, Friedman's χ² and p, places by mean
/// rank, and Wilcoxon's exact p (ties included) are computed from the appendix and rounded as printed.</remarks>
public static class PublishedCheck
{
    /// <summary>Every printed number.</summary>
    public static IReadOnlyList<PublishedFinding> Figures { get; } = [.. PublishedResults.Figures.Select(Check)];

    /// <summary>The claims of the text that can be held against the appendix.</summary>
    public static IReadOnlyList<PublishedClaim> Claims { get; } = PublishedClaims.All();

    private static PublishedFinding Check(PublishedFigure figure)
    {
        double[][] blocks = PublishedBlocks.Of(figure.Network, figure.Data);
        FriedmanResult test = FriedmanResult.Of(blocks);
        if (figure.Method.Length == 0)
        {
            return Compare(figure, figure.Kind == "p" ? test.PValue : test.ChiSquare);
        }
        double[] means = [.. PublishedBlocks.Methods.Select(one => PublishedBlocks.Mean(figure.Network, figure.Data, one))];
        int method = Array.IndexOf(PublishedBlocks.Methods, figure.Method);
        double[] values = PublishedBlocks.Column(figure.Network, figure.Data, figure.Method);
        SampleSummary summary = SampleSummary.Of(values);
        return figure.Kind switch
        {
            "mean" => Compare(figure, summary.Mean),
            "low" => Compare(figure, summary.Low),
            "high" => Compare(figure, summary.High),
            "deviation" => Deviation(figure, summary),
            "rank" => Rank(figure, test, means, method),
            "best" => Best(figure, test, means, method),
            "pair" => Compare(figure, PublishedBlocks.Test(figure.Network, figure.Data, figure.Method, figure.Other).PValue),
            "worse" => Worse(figure, means, method),
            _ => throw new InvalidOperationException($"The paper's tables hold an unknown figure, {figure.Kind}."),
        };
    }

    private static bool Agrees(PublishedFigure figure, double ours) =>
        Math.Abs(ours - figure.Value) <= 0.5 * Math.Pow(10, -figure.Decimals) * (1 + 1e-6);

    private static PublishedFinding Compare(PublishedFigure figure, double ours, string reason = "") =>
        new(figure, ours, Agrees(figure, ours) ? PublishedVerdict.Reproduced : PublishedVerdict.Differs, reason);

    private static PublishedFinding Deviation(PublishedFigure figure, SampleSummary summary)
    {
        bool isPopulation = !Agrees(figure, summary.StandardDeviation)
            && Agrees(figure, summary.StandardDeviation * Math.Sqrt((summary.Count - 1.0) / summary.Count));
        return Compare(figure, summary.StandardDeviation, isPopulation ? "printed is the deviation with n; Tables 2 and 3 have it with n − 1" : "");
    }

    private static PublishedFinding Rank(PublishedFigure figure, FriedmanResult test, double[] means, int method)
    {
        double byMean = Ranks.Of(means)[method], ours = Ranks.Of(test.MeanRanks)[method];
        return Compare(figure, ours, byMean == ours ? "" : $"by mean rank ({SentenceText.Number(test.MeanRanks[method])}); by mean MAE it is place {SentenceText.Number(byMean, 0)}");
    }

    private static PublishedFinding Best(PublishedFigure figure, FriedmanResult test, double[] means, int method)
    {
        bool holds = means[method] == means.Min();
        string best = PublishedBlocks.Methods[Array.IndexOf(means, means.Min())];
        string rank = test.MeanRanks[method] == test.MeanRanks.Min() ? ", though no mean rank is lower" : "";
        return new PublishedFinding(
            figure, holds ? 1 : 0, holds ? PublishedVerdict.Reproduced : PublishedVerdict.Differs,
            holds ? "" : $"printed bold, but {(means[method] == means.Max() ? "its mean is the highest of all; " : "")}{best} has {SentenceText.Error(means.Min())} against {SentenceText.Error(means[method])}{rank}");
    }

    private static PublishedFinding Worse(PublishedFigure figure, double[] means, int method)
    {
        double p = PublishedBlocks.Test(figure.Network, figure.Data, figure.Method, figure.Other).PValue;
        bool holds = p < ReportFindings.Alpha && means[method] > means[Array.IndexOf(PublishedBlocks.Methods, figure.Other)];
        return new PublishedFinding(figure, holds ? 1 : 0, holds ? PublishedVerdict.Reproduced : PublishedVerdict.Differs, SentenceText.P(p));
    }
}
