namespace PruningLab.Engine.Networks;

/// <summary>What optimisers remember about every value of a parameter.</summary>
public enum OptimizerSlot
{
    /// <summary>Adam's first moment m.</summary>
    FirstMoment,

    /// <summary>Adam's second moment v.</summary>
    SecondMoment,

    /// <summary>Momentum buffer b of SGD.</summary>
    Velocity,
}
