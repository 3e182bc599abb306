namespace PruningLab.Components.Experiments;

/// <summary>A column of the table of all cells.</summary>
public enum CellColumn
{
    /// <summary>Data set.</summary>
    Data,

    /// <summary>Network.</summary>
    Network,

    /// <summary>Rows per window.</summary>
    Window,

    /// <summary>Method.</summary>
    Method,

    /// <summary>Setting.</summary>
    Setting,

    /// <summary>Our mean MAE.</summary>
    Mae,

    /// <summary>Half the width of its interval.</summary>
    HalfWidth,

    /// <summary>Trials.</summary>
    Trials,

    /// <summary>The paper's MAE.</summary>
    Published,

    /// <summary>Ours less the paper's.</summary>
    Difference,

    /// <summary>Sparsity.</summary>
    Sparsity,

    /// <summary>Seconds per trial.</summary>
    Seconds,
}
