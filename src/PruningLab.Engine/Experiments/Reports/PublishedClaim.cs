namespace PruningLab.Engine.Experiments.Reports;

/// <summary>A claim of the paper's text beside what Appendix A gives.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Claim">What is claimed, in our words.</param>
/// <param name="Ours">What the appendix gives.</param>
/// <param name="Verdict">Whether they agree.</param>
public sealed record PublishedClaim(string Place, string Claim, string Ours, PublishedVerdict Verdict);
