namespace PruningLab.Engine.Data;

/// <summary>What a network is asked for.</summary>
public enum TaskKind
{
    /// <summary>Numbers; the loss is the mean squared error over outputs and batch.</summary>
    Regression,

    /// <summary>One of several classes; the outputs are logits, the loss is the cross-entropy.</summary>
    Classification,
}
