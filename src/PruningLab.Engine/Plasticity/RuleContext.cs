using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Plasticity;

/// <summary>What a rule acts on, between the backward pass and the optimiser's step.</summary>
public sealed class RuleContext
{
    /// <summary>Gathers the parts.</summary>
    public RuleContext(INetwork network, MaskSet masks, RandomStream random, AppendLog<PruneUpdate> updates)
    {
        ArgumentNullException.ThrowIfNull(masks);
        Network = network;
        Masks = masks;
        Random = random;
        Updates = updates;
        Scratch = new float[masks.Total];
    }

    /// <summary>The network.</summary>
    public INetwork Network { get; }

    /// <summary>Its masks.</summary>
    public MaskSet Masks { get; }

    /// <summary>The rule's own random numbers.</summary>
    public RandomStream Random { get; }

    /// <summary>Where updates are written down.</summary>
    public AppendLog<PruneUpdate> Updates { get; }

    /// <summary>Room for one number per prunable weight, so that rules allocate nothing.</summary>
    public float[] Scratch { get; }

    /// <summary>The batch that is being trained.</summary>
    public TrainingClock Clock { get; internal set; }

    /// <summary>The settings in force.</summary>
    public required RuleSettings Settings { get; set; }

    /// <summary>The training in force; its epochs are t_total.</summary>
    public required TrainingSpec Training { get; set; }
}
