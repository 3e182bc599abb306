using PruningLab.Engine.Data;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>A network on some backend: parameters, gradients, masks and optimiser state live where the backend wants them.</summary>
/// <remarks>
/// The seam between backends and everything above them. Host arrays cross it only when somebody asks for weights or
/// gradients (a rule that acts, a frame); a batch crosses it as a list of window numbers. Not thread-safe.
/// </remarks>
public interface INetwork : IDisposable
{
    /// <summary>The shape it was created for.</summary>
    NetworkShape Shape { get; }

    /// <summary>All parameters in PyTorch's order.</summary>
    IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>Host view of a parameter's values, row-major; valid until the next call that changes weights.</summary>
    ReadOnlySpan<float> Weights(int parameter);

    /// <summary>Host view of a parameter's gradients of the last <see cref="ForwardBackward"/>, row-major, unmasked.</summary>
    ReadOnlySpan<float> Gradients(int parameter);

    /// <summary>Overwrites a parameter's values. Optimiser moments stay.</summary>
    void SetWeights(int parameter, ReadOnlySpan<float> values);

    /// <summary>Takes over a changed mask: masked weights become exactly 0 and so do their optimiser moments; the
    /// network keeps a reference to the mask and holds those weights at 0 through every later step.</summary>
    /// <exception cref="ArgumentException">The mask's length is not the parameter's.</exception>
    void SetMask(int parameter, Mask mask);

    /// <summary>Makes the windows of <paramref name="data"/> the ones that later calls refer to.</summary>
    /// <exception cref="ArgumentException">Window or feature count differ from the shape.</exception>
    void Bind(WindowSet data);

    /// <summary>One forward and backward pass; gradients of the mean squared error, averaged over the batch.</summary>
    /// <param name="windows">Window numbers, at most the shape's batch size.</param>
    /// <param name="dropoutRate">Share p of the hidden units of the last step dropped (inverted dropout, scale 1/(1−p)).</param>
    /// <param name="dropout">Stream for dropout; not touched when the rate is 0.</param>
    /// <param name="predictions">Receives the standardised prediction for each window, as computed in this pass.</param>
    /// <returns>Mean squared error of the batch, standardised.</returns>
    double ForwardBackward(ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, Span<float> predictions);

    /// <summary>One step of the optimiser with the last gradients; masked weights stay exactly 0, and so do their moments.</summary>
    void OptimizerStep(OptimizerSpec optimizer);

    /// <summary>Predicts a run of windows without touching gradients or training state.</summary>
    /// <param name="firstWindow">First window number.</param>
    /// <param name="predictions">Receives one standardised prediction per window from <paramref name="firstWindow"/> on.</param>
    /// <param name="dropoutRate">0 for the usual prediction; p for one pass of MC dropout.</param>
    /// <param name="dropout">Stream for dropout; not touched when the rate is 0.</param>
    void Predict(int firstWindow, Span<float> predictions, double dropoutRate, RandomStream dropout);

    /// <summary>One byte per hidden unit: 1 where dropout had dropped it for the first window of the last
    /// <see cref="ForwardBackward"/>; all 0 without dropout.</summary>
    ReadOnlySpan<byte> DroppedUnits { get; }
}
