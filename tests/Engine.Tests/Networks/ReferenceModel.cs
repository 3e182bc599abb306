using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Tests.Networks;

/// <summary>A network written down a second time, in double precision: its loss, and slopes by central differences.</summary>
internal abstract class ReferenceModel
{
    protected ReferenceModel(INetwork network)
    {
        Shape = network.Shape;
        Weights = new double[network.Parameters.Count][];
        for (int p = 0; p < Weights.Length; p++)
        {
            Weights[p] = [.. network.Weights(p).ToArray().Select(w => (double)w)];
        }
    }

    /// <summary>The reference of a network's kind.</summary>
    public static ReferenceModel Of(INetwork network) =>
        network.Shape.Spec.Kind == NetworkKind.Mlp ? new ReferenceMlp(network) : new ReferencePatchTst(network);

    /// <summary>Values by parameter, in the network's order.</summary>
    public double[][] Weights { get; }

    /// <summary>Dropout factors [place][unit, number of the window in the batch]; empty without dropout.</summary>
    public double[][,] Factors { get; set; } = [];

    protected NetworkShape Shape { get; }

    /// <summary>Mean squared error over batch and outputs, or mean cross-entropy.</summary>
    public double Loss(WindowSet data, ReadOnlySpan<int> windows)
    {
        double sum = 0;
        for (int n = 0; n < windows.Length; n++)
        {
            double[] y = Predict(data, windows[n], n);
            if (Shape.Task == TaskKind.Classification)
            {
                double largest = y.Max();
                sum += largest + Math.Log(y.Sum(z => Math.Exp(z - largest))) - y[data.Label(windows[n])];
                continue;
            }
            for (int output = 0; output < y.Length; output++)
            {
                double error = y[output] - data.Target(windows[n], output);
                sum += error * error / y.Length;
            }
        }
        return sum / windows.Length;
    }

    /// <summary>Gradient of <see cref="Loss"/> by one weight.</summary>
    public double Slope(int parameter, int index, WindowSet data, int[] windows)
    {
        const double Step = 1e-6;
        double kept = Weights[parameter][index];
        Weights[parameter][index] = kept + Step;
        double above = Loss(data, windows);
        Weights[parameter][index] = kept - Step;
        double below = Loss(data, windows);
        Weights[parameter][index] = kept;
        return (above - below) / (2 * Step);
    }

    protected abstract double[] Predict(WindowSet data, int window, int number);

    protected double Factor(int place, int unit, int number) => Factors.Length == 0 ? 1 : Factors[place][unit, number];

    /// <summary><c>W·x + b</c>.</summary>
    protected static double[] Linear(double[] x, double[] weights, double[] bias)
    {
        double[] y = new double[bias.Length];
        for (int row = 0; row < y.Length; row++)
        {
            y[row] = bias[row];
            for (int i = 0; i < x.Length; i++)
            {
                y[row] += weights[(row * x.Length) + i] * x[i];
            }
        }
        return y;
    }
}
