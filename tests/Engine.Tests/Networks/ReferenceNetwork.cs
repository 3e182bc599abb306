using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Tests.Networks;

/// <summary>The networks written down a second time, in double precision, straight from PyTorch's formulas.</summary>
internal sealed class ReferenceNetwork
{
    private readonly NetworkShape _shape;

    public ReferenceNetwork(INetwork network)
    {
        _shape = network.Shape;
        Weights = new double[network.Parameters.Count][];
        for (int p = 0; p < Weights.Length; p++)
        {
            Weights[p] = [.. network.Weights(p).ToArray().Select(w => (double)w)];
        }
    }

    /// <summary>Values by parameter, in the network's order.</summary>
    public double[][] Weights { get; }

    /// <summary>Mean squared error of a batch; <paramref name="scale"/>[window, unit] is the dropout factor.</summary>
    public double Loss(WindowSet data, ReadOnlySpan<int> windows, double[,]? scale = null)
    {
        double sum = 0;
        for (int n = 0; n < windows.Length; n++)
        {
            double error = Predict(data, windows[n], scale, n) - data.Target(windows[n]);
            sum += error * error;
        }
        return sum / windows.Length;
    }

    /// <summary>Gradient of <see cref="Loss"/> by one weight, by central differences.</summary>
    public double Slope(int parameter, int index, Func<double> loss)
    {
        const double Step = 1e-5;
        double kept = Weights[parameter][index];
        Weights[parameter][index] = kept + Step;
        double above = loss();
        Weights[parameter][index] = kept - Step;
        double below = loss();
        Weights[parameter][index] = kept;
        return (above - below) / (2 * Step);
    }

    public double Predict(WindowSet data, int window, double[,]? scale = null, int row = 0)
    {
        int hidden = _shape.Spec.HiddenUnits, inputs = _shape.Inputs;
        double[] h = new double[hidden], c = new double[hidden];
        for (int t = 0; t < _shape.Window; t++)
        {
            ReadOnlySpan<float> x = data.Inputs(window).Slice(t * inputs, inputs);
            double[] next = new double[hidden];
            for (int u = 0; u < hidden; u++)
            {
                if (_shape.Spec.Kind == NetworkKind.Rnn)
                {
                    next[u] = Math.Tanh(Sum(u, x, h));
                    continue;
                }
                double i = Sigmoid(Sum(u, x, h)), f = Sigmoid(Sum(hidden + u, x, h));
                double g = Math.Tanh(Sum((2 * hidden) + u, x, h)), o = Sigmoid(Sum((3 * hidden) + u, x, h));
                c[u] = (f * c[u]) + (i * g);
                next[u] = o * Math.Tanh(c[u]);
            }
            h = next;
        }
        double y = Weights[5][0];
        for (int u = 0; u < hidden; u++)
        {
            y += Weights[4][u] * h[u] * (scale?[row, u] ?? 1);
        }
        return y;
    }

    private double Sum(int row, ReadOnlySpan<float> x, double[] h)
    {
        double sum = Weights[2][row] + Weights[3][row];
        for (int i = 0; i < x.Length; i++)
        {
            sum += Weights[0][(row * x.Length) + i] * x[i];
        }
        for (int j = 0; j < h.Length; j++)
        {
            sum += Weights[1][(row * h.Length) + j] * h[j];
        }
        return sum;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
