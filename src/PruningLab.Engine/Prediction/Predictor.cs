using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Prediction;

/// <summary>A trained network reduced to what predicting needs: no gradients, no moments, no data set. Not thread-safe.</summary>
public abstract unsafe class Predictor
{
    /// <summary>Fewest samples for which taking them together is faster than one after the other.</summary>
    internal const int FewestTogether = 4;

    private readonly PredictionModel _model;
    private readonly int _sampleLength;

    private protected Predictor(NetworkShape shape, PredictionModel model)
    {
        Shape = shape;
        _model = model;
        _sampleLength = shape.Window * shape.Inputs;
    }

    /// <summary>Shape of the network that it was made from.</summary>
    public NetworkShape Shape { get; }

    /// <summary>Bytes of the form itself: weights, biases and what says where they stand, padding included; the states of a
    /// pass are not counted.</summary>
    public long SizeInBytes => _model.Bytes;

    /// <summary>Predicts; a single sample takes a path of its own, made for latency. Nothing is allocated.</summary>
    /// <param name="windows">Standardised inputs, row-major [samples × window × features].</param>
    /// <param name="predictions">Receives standardised values or logits, row-major [samples × outputs].</param>
    /// <exception cref="ArgumentException">The lengths do not belong to the same number of samples.</exception>
    public void Predict(ReadOnlySpan<float> windows, Span<float> predictions)
    {
        int samples = predictions.Length / Shape.Outputs, outputs = Shape.Outputs;
        if (predictions.Length != samples * outputs || windows.Length != (long)samples * _sampleLength)
        {
            throw new ArgumentException(
                $"{windows.Length} inputs and {predictions.Length} predictions do not fit together: a sample has {_sampleLength} inputs and {outputs} predictions.",
                nameof(windows));
        }
        fixed (float* first = windows)
        {
            for (int sample = 0; sample < samples;)
            {
                int count = Math.Min(samples - sample, PredictionModel.Chunk);
                float* window = first + ((nint)sample * _sampleLength);
                if (count < FewestTogether)
                {
                    count = 1;
                    _model.One(window, predictions.Slice(sample * outputs, outputs));
                }
                else
                {
                    _model.Many(window, count, predictions.Slice(sample * outputs, count * outputs));
                }
                sample += count;
            }
        }
    }
}
