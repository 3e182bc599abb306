namespace PruningLab.Components.Experiments;

/// <summary>A text that a person wants on the clipboard.</summary>
/// <param name="Name">What it is, as the start of a sentence.</param>
/// <param name="Text">The text.</param>
public sealed record CopiedText(string Name, string Text);
