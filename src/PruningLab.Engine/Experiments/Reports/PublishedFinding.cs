namespace PruningLab.Engine.Experiments.Reports;

/// <summary>A printed number of Tables 2 to 4 beside the one that Appendix A gives.</summary>
/// <param name="Figure">As printed.</param>
/// <param name="Ours">From the appendix; of <c>best</c> and <c>worse</c> 1 when it holds, else 0.</param>
/// <param name="Verdict">Whether they agree to the last printed digit.</param>
/// <param name="Reason">Why they do not, where the numbers show it, or what else is to be known; empty when nothing is.</param>
public sealed record PublishedFinding(PublishedFigure Figure, double Ours, PublishedVerdict Verdict, string Reason);
