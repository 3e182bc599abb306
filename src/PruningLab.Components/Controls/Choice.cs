namespace PruningLab.Components.Controls;

/// <summary>One of the values a field offers.</summary>
/// <param name="Value">What the page is told.</param>
/// <param name="Label">What the person reads.</param>
/// <param name="Help">One sentence shown when it is pointed at, or null.</param>
public sealed record Choice(string Value, string Label, string? Help = null);
