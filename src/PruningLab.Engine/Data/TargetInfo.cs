namespace PruningLab.Engine.Data;

/// <summary>A target of a regression.</summary>
/// <param name="Name">Its column.</param>
/// <param name="Mean">Mean that was subtracted, in its own units.</param>
/// <param name="Scale">Standard deviation that it was divided by, in its own units.</param>
public sealed record TargetInfo(string Name, double Mean, double Scale);
