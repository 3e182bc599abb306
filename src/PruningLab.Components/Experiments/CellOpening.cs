using Microsoft.AspNetCore.Components;

namespace PruningLab.Components.Experiments;

/// <summary>A person wants to see the runs behind a cell.</summary>
/// <param name="Key">The cell's name in the page's address.</param>
/// <param name="Opener">What gets the keyboard back when they are closed.</param>
public sealed record CellOpening(string Key, ElementReference Opener);
