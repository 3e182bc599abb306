using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>How a series looks: colour, hatch, marker and dashes, so that it is known in grey and without colour vision too.</summary>
/// <param name="Colour">Colour.</param>
/// <param name="Hatch">Filling of its bars.</param>
/// <param name="Marker">Shape of its markers.</param>
/// <param name="Dash">Dashes of its line; empty: solid.</param>
internal sealed record SeriesStyle(FigureColour Colour, FigureHatch Hatch, FigureMarker Marker, string Dash)
{
    private static readonly SeriesStyle _none = new(FigureColour.Muted, FigureHatch.Tint, FigureMarker.Square, "6 3");

    private static readonly SeriesStyle _dropout = new(FigureColour.Blue, FigureHatch.Rising, FigureMarker.Triangle, "2 2");

    private static readonly SeriesStyle _mcDropout = new(FigureColour.Amber, FigureHatch.Dots, FigureMarker.Cross, "7 2 2 2");

    private static readonly SeriesStyle _pruning = new(FigureColour.Purple, FigureHatch.Solid, FigureMarker.Disc, "");

    /// <summary>Styles of series that are none of the paper's methods.</summary>
    private static readonly SeriesStyle[] _others =
    [
        new(FigureColour.Green, FigureHatch.Falling, FigureMarker.TriangleDown, ""),
        new(FigureColour.Sky, FigureHatch.Net, FigureMarker.Plus, "2 2"),
        new(FigureColour.Amber, FigureHatch.Tint, FigureMarker.Ring, "7 2 2 2"),
        new(FigureColour.Blue, FigureHatch.Solid, FigureMarker.Square, "1 3"),
        new(FigureColour.Muted, FigureHatch.Upright, FigureMarker.Triangle, "9 3"),
    ];

    /// <summary>Styles of a figure's series by name: the paper's methods have their own. None is red: red means pruned weights, and nothing else.</summary>
    public static IReadOnlyDictionary<string, SeriesStyle> Of(IEnumerable<string> names)
    {
        Dictionary<string, SeriesStyle> styles = [];
        int next = 0;
        foreach (string name in names.Distinct())
        {
            styles[name] = name switch
            {
                PaperGrid.NoDropout => _none,
                PaperGrid.Dropout => _dropout,
                PaperGrid.McDropout => _mcDropout,
                PaperGrid.SynapticPruning => _pruning,
                _ => _others[next++ % _others.Length],
            };
        }
        return styles;
    }
}
