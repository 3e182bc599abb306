namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Shapes of markers. The hollow diamond is the paper's.</summary>
internal enum FigureMarker
{
    /// <summary>A filled circle.</summary>
    Disc,

    /// <summary>A hollow circle.</summary>
    Ring,

    /// <summary>A hollow square.</summary>
    Square,

    /// <summary>A hollow triangle that points up.</summary>
    Triangle,

    /// <summary>A hollow triangle that points down.</summary>
    TriangleDown,

    /// <summary>An ×.</summary>
    Cross,

    /// <summary>A +.</summary>
    Plus,

    /// <summary>A hollow diamond: a published value.</summary>
    Diamond,
}
