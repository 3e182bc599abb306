namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Fillings of bars.</summary>
internal enum FigureHatch
{
    /// <summary>A light tint.</summary>
    Tint,

    /// <summary>Lines like /.</summary>
    Rising,

    /// <summary>Lines like \.</summary>
    Falling,

    /// <summary>Dots.</summary>
    Dots,

    /// <summary>Horizontal lines.</summary>
    Level,

    /// <summary>Vertical lines.</summary>
    Upright,

    /// <summary>Lines like / and \.</summary>
    Net,

    /// <summary>The full colour.</summary>
    Solid,
}
