using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>PyTorch's <c>nn.Linear</c>, <c>nn.RNN</c>, <c>nn.LSTM</c> and a chain of linear layers, by their formulas.</summary>
internal static class ReferenceLayers
{
    /// <summary><c>y = W·x + b</c> for the rows of W from <paramref name="first"/> on.</summary>
    public static Scalar[] Linear(Scalar[] weights, Scalar[] bias, Scalar[] x, int first, int rows)
    {
        Scalar[] y = new Scalar[rows];
        for (int row = 0; row < rows; row++)
        {
            y[row] = bias[first + row];
            for (int column = 0; column < x.Length; column++)
            {
                y[row] += weights[((first + row) * x.Length) + column] * x[column];
            }
        }
        return y;
    }

    /// <summary><c>h ← tanh(W_ih·x + b_ih + W_hh·h + b_hh)</c> from h = 0, then the head on the last h.</summary>
    public static Scalar[] Rnn(Dictionary<string, Scalar[]> p, Scalar[][] rows, NetworkShape shape, double[]? scales)
    {
        int units = shape.Spec.HiddenUnits;
        Scalar[] h = Zeros(rows, units);
        foreach (Scalar[] x in rows)
        {
            h = [.. Recurrent(p, "rnn", x, h, 0, units).Select(a => a.Tanh())];
        }
        return Linear(p["fc.weight"], p["fc.bias"], Scaled(h, scales, 0), 0, shape.Outputs);
    }

    /// <summary><c>c ← σ(f)·c + σ(i)·tanh(g)</c>, <c>h ← σ(o)·tanh(c)</c> from 0, then the head on the last h.</summary>
    public static Scalar[] Lstm(Dictionary<string, Scalar[]> p, Scalar[][] rows, NetworkShape shape, double[]? scales)
    {
        int units = shape.Spec.HiddenUnits;
        Scalar[] h = Zeros(rows, units), c = Zeros(rows, units);
        foreach (Scalar[] x in rows)
        {
            Scalar[] i = Recurrent(p, "lstm", x, h, 0, units), f = Recurrent(p, "lstm", x, h, units, units);
            Scalar[] g = Recurrent(p, "lstm", x, h, 2 * units, units), o = Recurrent(p, "lstm", x, h, 3 * units, units);
            for (int u = 0; u < units; u++)
            {
                c[u] = (f[u].Sigmoid() * c[u]) + (i[u].Sigmoid() * g[u].Tanh());
            }
            h = [.. c.Select((value, u) => o[u].Sigmoid() * value.Tanh())];
        }
        return Linear(p["fc.weight"], p["fc.bias"], Scaled(h, scales, 0), 0, shape.Outputs);
    }

    /// <summary>Linear layers over the whole window, with the activation and dropout after all but the last.</summary>
    public static Scalar[] Perceptron(Dictionary<string, Scalar[]> p, Scalar[][] rows, NetworkShape shape, double[]? scales)
    {
        IReadOnlyList<int> hidden = shape.Spec.Mlp.HiddenLayers;
        Scalar[] h = [.. rows.SelectMany(row => row)];
        int before = 0;
        for (int layer = 0; layer < hidden.Count; layer++)
        {
            h = Linear(p[$"layers.{layer}.weight"], p[$"layers.{layer}.bias"], h, 0, hidden[layer]);
            h = [.. h.Select(a => shape.Spec.Mlp.Activation switch
            {
                ActivationKind.Tanh => a.Tanh(),
                ActivationKind.Sigmoid => a.Sigmoid(),
                _ => a.Relu(),
            })];
            h = Scaled(h, scales, before);
            before += hidden[layer];
        }
        return Linear(p[$"layers.{hidden.Count}.weight"], p[$"layers.{hidden.Count}.bias"], h, 0, shape.Outputs);
    }

    private static Scalar[] Recurrent(Dictionary<string, Scalar[]> p, string prefix, Scalar[] x, Scalar[] h, int first, int rows) =>
    [
        .. Linear(p[$"{prefix}.weight_ih_l0"], p[$"{prefix}.bias_ih_l0"], x, first, rows)
            .Zip(Linear(p[$"{prefix}.weight_hh_l0"], p[$"{prefix}.bias_hh_l0"], h, first, rows), (a, b) => a + b),
    ];

    private static Scalar[] Scaled(Scalar[] h, double[]? scales, int first) =>
        scales is null ? h : [.. h.Select((value, u) => value * scales[first + u])];

    private static Scalar[] Zeros(Scalar[][] rows, int count) => [.. Enumerable.Range(0, count).Select(_ => rows[0][0].Tape.Number(0))];
}
