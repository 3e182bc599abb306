using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Training;

/// <summary>Predicts the test part and measures the errors.</summary>
/// <remarks>With T stochastic passes: prediction <c>ŷ = 1/T Σ ŷ_t</c>, spread <c>√(1/T Σ (ŷ_t − ŷ)²)</c>.
/// Its random numbers come from a stream of their own, opened anew for each epoch: evaluating never changes training.</remarks>
internal sealed class Evaluator(INetwork network, WindowSet data, RandomStreams streams)
{
    private readonly float[] _pass = new float[data.TestCount];
    private readonly double[] _sum = new double[data.TestCount];
    private readonly double[] _squares = new double[data.TestCount];

    /// <summary>Evaluates after an epoch.</summary>
    public (ErrorFigures Errors, TestPrediction Prediction) Evaluate(int epoch, double dropoutRate, int passes)
    {
        RandomStream dropout = streams.Open($"{RandomStreams.Prediction}/{epoch}");
        bool stochastic = passes > 0 && dropoutRate > 0;
        int count = stochastic ? passes : 1;
        Array.Clear(_sum);
        Array.Clear(_squares);
        for (int pass = 0; pass < count; pass++)
        {
            network.Predict(data.TrainCount, _pass, stochastic ? dropoutRate : 0, dropout);
            for (int i = 0; i < _pass.Length; i++)
            {
                _sum[i] += _pass[i];
                _squares[i] += (double)_pass[i] * _pass[i];
            }
        }
        ErrorSum errors = default;
        float[] mean = new float[_pass.Length];
        float[]? spread = stochastic ? new float[_pass.Length] : null;
        for (int i = 0; i < mean.Length; i++)
        {
            double prediction = _sum[i] / count;
            errors.Add(prediction, data.Target(data.TrainCount + i));
            mean[i] = (float)data.ToUnits(prediction);
            if (spread is not null)
            {
                double variance = Math.Max(0, (_squares[i] / count) - (prediction * prediction));
                spread[i] = (float)(Math.Sqrt(variance) * data.TargetScale);
            }
        }
        return (errors.Mean(data.TargetScale), new TestPrediction(epoch, mean, spread));
    }
}
