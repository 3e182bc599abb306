using PruningLab.Engine.Data;

namespace PruningLab.Engine.Training;

/// <summary>Adds up the errors of predictions, in double precision.</summary>
public struct ErrorSum
{
    private double _loss;
    private double _squares;
    private double _absolutes;
    private long _values;
    private long _right;
    private long _windows;

    /// <summary>Takes over sums that were added up elsewhere.</summary>
    /// <param name="loss">Sum of the windows' losses.</param>
    /// <param name="squares">Sum of the squared errors of all values; 0 for a classification.</param>
    /// <param name="absolutes">Sum of the absolute errors of all values; 0 for a classification.</param>
    /// <param name="values">Values predicted; 0 for a classification.</param>
    /// <param name="right">Windows whose class was right; 0 for a regression.</param>
    /// <param name="windows">Windows.</param>
    internal ErrorSum(double loss, double squares, double absolutes, long values, long right, long windows) =>
        (_loss, _squares, _absolutes, _values, _right, _windows) = (loss, squares, absolutes, values, right, windows);

    /// <summary>Windows added.</summary>
    public readonly long Windows => _windows;

    /// <summary>Adds one window: its predictions (standardised values or logits) against the truth.</summary>
    /// <returns>The window's own loss: mean squared error over the outputs, or cross-entropy.</returns>
    public double Add(ReadOnlySpan<float> predictions, WindowSet data, int window)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Task == TaskKind.Classification
            ? AddClass(predictions, data.Label(window), LogSumExp(predictions))
            : AddValues(predictions, data, window);
    }

    /// <summary>Adds one window of a classification whose <see cref="LogSumExp"/> is known already.</summary>
    /// <returns>The window's cross-entropy.</returns>
    internal double AddClass(ReadOnlySpan<float> logits, int label, double logSumExp)
    {
        _right += Largest(logits) == label ? 1 : 0;
        return AddLoss(logSumExp - logits[label]);
    }

    /// <summary>Adds what another one has added up.</summary>
    public void Add(ErrorSum other)
    {
        _loss += other._loss;
        _squares += other._squares;
        _absolutes += other._absolutes;
        _values += other._values;
        _right += other._right;
        _windows += other._windows;
    }

    /// <summary>The mean errors.</summary>
    /// <param name="data">The data, for the target's units.</param>
    public readonly ErrorFigures Mean(WindowSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return _windows == 0 ? ErrorFigures.Unknown
            : data.Task == TaskKind.Classification
                ? ErrorFigures.Unknown with { Loss = _loss / _windows, Accuracy = (double)_right / _windows }
                : new ErrorFigures(
                    _loss / _windows, _squares / _values, _absolutes / _values, double.NaN,
                    data.Targets.Count == 1 ? data.TargetScale : double.NaN);
    }

    /// <summary><c>log Σ exp(zⱼ)</c> of logits, without overflow.</summary>
    public static double LogSumExp(ReadOnlySpan<float> logits)
    {
        double largest = double.NegativeInfinity;
        foreach (float logit in logits)
        {
            largest = Math.Max(largest, logit);
        }
        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }
        return largest + Math.Log(sum);
    }

    /// <summary>Number of the largest value; the first of equal ones.</summary>
    public static int Largest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private double AddLoss(double loss)
    {
        _loss += loss;
        _windows++;
        return loss;
    }

    private double AddValues(ReadOnlySpan<float> predictions, WindowSet data, int window)
    {
        double squares = 0;
        for (int output = 0; output < predictions.Length; output++)
        {
            double error = (double)predictions[output] - data.Target(window, output);
            squares += error * error;
            _absolutes += Math.Abs(error);
        }
        _squares += squares;
        _values += predictions.Length;
        return AddLoss(squares / predictions.Length);
    }
}
