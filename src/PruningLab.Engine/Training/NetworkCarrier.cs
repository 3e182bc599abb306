using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Training;

/// <summary>Carries all that a network knows over to another one.</summary>
internal static class NetworkCarrier
{
    private static readonly OptimizerSlot[] Slots = Enum.GetValues<OptimizerSlot>();

    /// <summary>Weights, gradients and optimiser state; masks are applied first, so that what they hold at 0 stays 0.</summary>
    /// <remarks>The bigger network's own weights, drawn as at initialisation, remain for the new connections, but 0 for those
    /// that new units send to old ones when the birth is neutral. Gradients and moments of new connections are 0.</remarks>
    /// <param name="from">The network as it is.</param>
    /// <param name="to">The bigger one, just created.</param>
    /// <param name="masks">Masks of the bigger one.</param>
    /// <param name="map">What moved where.</param>
    public static void Carry(INetwork from, INetwork to, MaskSet masks, GrowthMap map)
    {
        masks.Apply(to);
        for (int i = 0; i < to.Parameters.Count; i++)
        {
            float[] values = to.Weights(i).ToArray();
            if (map.IsNeutral)
            {
                map.FillOutgoing(i, values, 0);
            }
            map.CopyOld(i, from.Weights(i), values);
            to.SetWeights(i, values);
            values.AsSpan().Clear();
            map.CopyOld(i, from.Gradients(i), values);
            to.SetGradients(i, values);
            foreach (OptimizerSlot slot in Slots)
            {
                values.AsSpan().Clear();
                map.CopyOld(i, from.OptimizerState(i, slot), values);
                to.SetOptimizerState(i, slot, values);
            }
        }
        to.OptimizerSteps = from.OptimizerSteps;
    }

    /// <summary>Weights, masks, gradients and optimiser state, as they are.</summary>
    /// <param name="from">The network as it is.</param>
    /// <param name="to">One of the same shape.</param>
    /// <param name="masks">The masks of both.</param>
    public static void Move(INetwork from, INetwork to, MaskSet masks)
    {
        masks.Apply(from);
        for (int i = 0; i < masks.Count; i++)
        {
            if (masks[i].PrunedCount > 0)
            {
                to.SetMask(masks.ParameterNumber(i), masks[i]);
            }
        }
        for (int i = 0; i < to.Parameters.Count; i++)
        {
            to.SetWeights(i, from.Weights(i));
            to.SetGradients(i, from.Gradients(i));
            foreach (OptimizerSlot slot in Slots)
            {
                to.SetOptimizerState(i, slot, from.OptimizerState(i, slot));
            }
        }
        to.OptimizerSteps = from.OptimizerSteps;
    }
}
