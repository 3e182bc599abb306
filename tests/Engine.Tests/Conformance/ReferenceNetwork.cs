using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>Every kind of network written down a second time, in double precision, straight from PyTorch's formulas.</summary>
/// <remarks>Gradients come from a <see cref="Tape"/>, so that there is no backward pass that could be wrong in the same way.</remarks>
internal sealed class ReferenceNetwork
{
    private readonly NetworkShape _shape;
    private readonly string[] _names;

    /// <summary>Takes over a network's weights as they are now.</summary>
    public ReferenceNetwork(INetwork network)
    {
        _shape = network.Shape;
        _names = [.. network.Parameters.Select(p => p.Name)];
        Weights = [.. Enumerable.Range(0, _names.Length).Select(p => network.Weights(p).ToArray().Select(w => (double)w).ToArray())];
    }

    /// <summary>Values by parameter, in the network's order.</summary>
    public double[][] Weights { get; }

    /// <summary>Predictions of one window.</summary>
    /// <param name="data">The data.</param>
    /// <param name="window">Window number.</param>
    public double[] Predict(WindowSet data, int window)
    {
        Tape tape = new();
        return [.. Forward(tape, Parameters(tape), data, window, null).Select(y => y.Value)];
    }

    /// <summary>Mean loss of a batch without gradients.</summary>
    public double Loss(WindowSet data, ReadOnlySpan<int> windows) => Pass(data, windows, null, false).Loss;

    /// <summary>Mean loss of a batch, its gradients by parameter, and the predictions [windows × outputs].</summary>
    /// <param name="data">The data.</param>
    /// <param name="windows">Window numbers.</param>
    /// <param name="scales">Dropout factors for each window in turn, of all units that may be dropped, group by group (of a
    /// PatchTST as <see cref="ReferencePatchTst.DropoutPlaces"/> has them); null for none.</param>
    public (double Loss, double[][] Gradients, double[] Predictions) Pass(
        WindowSet data, ReadOnlySpan<int> windows, double[][]? scales = null) => Pass(data, windows, scales, true);

    private (double Loss, double[][] Gradients, double[] Predictions) Pass(
        WindowSet data, ReadOnlySpan<int> windows, double[][]? scales, bool differentiate)
    {
        double loss = 0;
        double[][] gradients = [.. Weights.Select(w => new double[w.Length])];
        List<double> predictions = [];
        for (int n = 0; n < windows.Length; n++)
        {
            int window = windows[n];
            Tape tape = new();
            Dictionary<string, Scalar[]> parameters = Parameters(tape);
            Scalar[] y = Forward(tape, parameters, data, window, scales?[n]);
            Scalar own = LossOf(tape, y, data, window);
            loss += own.Value / windows.Length;
            predictions.AddRange(y.Select(value => value.Value));
            if (!differentiate)
            {
                continue;
            }
            double[] slopes = tape.Slopes(own);
            for (int p = 0; p < gradients.Length; p++)
            {
                for (int i = 0; i < gradients[p].Length; i++)
                {
                    gradients[p][i] += slopes[parameters[_names[p]][i].Position] / windows.Length;
                }
            }
        }
        return (loss, gradients, [.. predictions]);
    }

    private Dictionary<string, Scalar[]> Parameters(Tape tape) =>
        _names.Zip(Weights).ToDictionary(p => p.First, p => p.Second.Select(tape.Number).ToArray());

    private Scalar[] Forward(Tape tape, Dictionary<string, Scalar[]> parameters, WindowSet data, int window, double[]? scales)
    {
        Scalar[][] rows = [.. Enumerable.Range(0, _shape.Window).Select(t =>
            data.Inputs(window).Slice(t * _shape.Inputs, _shape.Inputs).ToArray().Select(x => tape.Number(x)).ToArray())];
        return _shape.Spec.Kind switch
        {
            NetworkKind.Rnn => ReferenceLayers.Rnn(parameters, rows, _shape, scales),
            NetworkKind.Lstm => ReferenceLayers.Lstm(parameters, rows, _shape, scales),
            NetworkKind.Mlp => ReferenceLayers.Perceptron(parameters, rows, _shape, scales),
            NetworkKind.PatchTst => new ReferencePatchTst(parameters, _shape, scales).Forward(rows),
            _ => throw new InvalidOperationException($"There is no reference for {_shape.Spec.Kind}; write one."),
        };
    }

    /// <summary>Mean squared error over the outputs, or <c>log Σ exp(zⱼ) − z[label]</c>.</summary>
    private static Scalar LossOf(Tape tape, Scalar[] y, WindowSet data, int window)
    {
        Scalar sum = tape.Number(0);
        if (data.Task == TaskKind.Classification)
        {
            foreach (Scalar logit in y)
            {
                sum += logit.Exp();
            }
            return sum.Log() - y[data.Label(window)];
        }
        for (int output = 0; output < y.Length; output++)
        {
            Scalar error = y[output] + -data.Target(window, output);
            sum += error * error;
        }
        return sum * (1.0 / y.Length);
    }
}
