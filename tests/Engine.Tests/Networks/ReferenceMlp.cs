using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Tests.Networks;

/// <summary>An MLP in double precision, written straight from the formula.</summary>
internal sealed class ReferenceMlp(INetwork network) : ReferenceModel(network)
{
    protected override double[] Predict(WindowSet data, int window, int number)
    {
        double[] x = [.. data.Inputs(window).ToArray().Select(value => (double)value)];
        int layers = Weights.Length / 2;
        for (int layer = 0; layer < layers; layer++)
        {
            x = Linear(x, Weights[2 * layer], Weights[(2 * layer) + 1]);
            for (int unit = 0; layer + 1 < layers && unit < x.Length; unit++)
            {
                x[unit] = Activate(x[unit]) * Factor(layer, unit, number);
            }
        }
        return x;
    }

    private double Activate(double x) => Shape.Spec.Mlp.Activation switch
    {
        ActivationKind.Tanh => Math.Tanh(x),
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        _ => Math.Max(0, x),
    };
}
