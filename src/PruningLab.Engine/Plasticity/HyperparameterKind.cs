namespace PruningLab.Engine.Plasticity;

/// <summary>What kind of value a hyperparameter takes; decides which control the page shows.</summary>
public enum HyperparameterKind
{
    /// <summary>A real number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>One of named choices; the value is the choice's index.</summary>
    Choice,
}
