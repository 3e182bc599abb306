using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>A network on some backend: parameters, gradients, masks and optimiser state live where the backend wants them.</summary>
/// <remarks>
/// The seam between backends and everything above them. Host arrays cross it only when somebody asks for weights, gradients
/// or predictions (a rule that acts, a frame); a batch crosses it as a list of window numbers, and its loss and errors stay
/// with the backend until they are taken. Not thread-safe. <c>BackendConformance</c> among the tests is the contract.
/// </remarks>
public interface INetwork : IDisposable
{
    /// <summary>The shape it was created for.</summary>
    NetworkShape Shape { get; }

    /// <summary>All parameters, as <see cref="Architecture"/> lists them.</summary>
    IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>Host view of a parameter's values, row-major; valid until the next call that changes weights.</summary>
    ReadOnlySpan<float> Weights(int parameter);

    /// <summary>Host view of a parameter's gradients of the last <see cref="ForwardBackward"/>, row-major; those of masked
    /// weights are 0 unless that call asked for them. Valid until the next call that changes gradients.</summary>
    ReadOnlySpan<float> Gradients(int parameter);

    /// <summary>Host view of what the optimiser remembers, row-major; all 0 before the first step and for a slot that the
    /// optimiser does not use. Valid until the next step.</summary>
    ReadOnlySpan<float> OptimizerState(int parameter, OptimizerSlot slot);

    /// <summary>Overwrites what the optimiser remembers of a parameter; masked weights keep 0.</summary>
    /// <exception cref="ArgumentException">The length is not the parameter's.</exception>
    void SetOptimizerState(int parameter, OptimizerSlot slot, ReadOnlySpan<float> values);

    /// <summary>Steps taken since the optimiser was fresh, which Adam's bias correction depends on.</summary>
    long OptimizerSteps { get; set; }

    /// <summary>Makes the optimiser fresh: all that it remembers becomes 0, and its count of steps too.</summary>
    void ResetOptimizer();

    /// <summary>Overwrites the gradients that the next <see cref="OptimizerStep"/> will use; those of masked weights do not
    /// count.</summary>
    /// <exception cref="ArgumentException">The length is not the parameter's.</exception>
    void SetGradients(int parameter, ReadOnlySpan<float> values);

    /// <summary>Overwrites a parameter's values; masked ones stay 0. Optimiser moments stay.</summary>
    void SetWeights(int parameter, ReadOnlySpan<float> values);

    /// <summary>Takes over a changed mask: masked weights become exactly 0 and so do their optimiser moments; the
    /// network keeps a reference to the mask and holds those weights at 0 through every later step.</summary>
    /// <exception cref="ArgumentException">The mask's length is not the parameter's.</exception>
    void SetMask(int parameter, Mask mask);

    /// <summary>Makes the windows of <paramref name="data"/> the ones that later calls refer to.</summary>
    /// <exception cref="ArgumentException">Window, features, outputs or task differ from the shape.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device has no room for them; the former ones stay.</exception>
    void Bind(WindowSet data);

    /// <summary>One forward and backward pass: gradients of the batch's loss, which is the mean squared error over batch and
    /// outputs, or the mean cross-entropy.</summary>
    /// <param name="windows">Window numbers, at most the shape's batch size.</param>
    /// <param name="dropoutRate">Share p of the units dropped where the network has dropout (inverted, scale 1/(1−p)).</param>
    /// <param name="dropout">Stream for dropout; not touched when the rate is 0.</param>
    /// <param name="maskedGradients">True to compute the gradients of masked weights as well, for rules that regrow.</param>
    /// <exception cref="OutOfDeviceMemoryException">The device has no room for the pass; gradients are then undefined, and all
    /// else but <paramref name="dropout"/> is what it was.</exception>
    void ForwardBackward(ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, bool maskedGradients = false);

    /// <summary>How many losses whoever trains should let wait before taking them: fetching each one from a device would make
    /// the device wait for the processor.</summary>
    int LossesThatMayWait => 0;

    /// <summary>What the network has to tell people since the last call, in one sentence; null for nothing.</summary>
    string? TakeNotice() => null;

    /// <summary>Hands over the losses of the batches since the last call, oldest first, and forgets them.</summary>
    /// <param name="losses">Receives them; the latest ones if there are more.</param>
    /// <returns>How many were written.</returns>
    int TakeLosses(Span<double> losses);

    /// <summary>Hands over the errors of all windows trained since the last call and starts again at none.</summary>
    ErrorSum TakeErrors();

    /// <summary>Copies the predictions of the last <see cref="ForwardBackward"/>, as computed in that pass [windows × outputs].</summary>
    void CopyPredictions(Span<float> predictions);

    /// <summary>One step of the optimiser with the last gradients; masked weights stay exactly 0, and so do their moments.</summary>
    void OptimizerStep(OptimizerSpec optimizer);

    /// <summary>Predicts a run of windows without touching gradients or training state.</summary>
    /// <param name="firstWindow">First window number.</param>
    /// <param name="predictions">Receives standardised values or logits, row-major [windows × outputs], for as many windows
    /// from <paramref name="firstWindow"/> on as it has room for.</param>
    /// <param name="dropoutRate">0 for the usual prediction; p for one pass of MC dropout.</param>
    /// <param name="dropout">Stream for dropout; not touched when the rate is 0.</param>
    void Predict(int firstWindow, Span<float> predictions, double dropoutRate, RandomStream dropout);

    /// <summary>One byte per hidden unit that dropout may drop, group by group: 1 where it had dropped the unit for the first
    /// window of the last <see cref="ForwardBackward"/>; all 0 without dropout.</summary>
    ReadOnlySpan<byte> DroppedUnits { get; }
}
