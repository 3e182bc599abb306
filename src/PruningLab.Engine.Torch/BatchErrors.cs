using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch;

/// <summary>Losses of the latest batches and sums of errors, in double precision on the device, until they are taken.</summary>
internal sealed class BatchErrors : IDisposable
{
    private const int Most = 64, Loss = 0, Squares = 1, Absolutes = 2, Right = 3, Sums = 4;
    private readonly NetworkShape _shape;
    private readonly Tensor _losses;
    private readonly Tensor _totals;
    private readonly Tensor _batch;
    private long _windows;
    private int _next;
    private int _count;

    /// <summary>Allocates.</summary>
    public BatchErrors(NetworkShape shape, Device device)
    {
        _shape = shape;
        _losses = zeros(Most, float64, device).DetachFromDisposeScope();
        _totals = zeros(Sums, float64, device).DetachFromDisposeScope();
        _batch = zeros(Sums, float64, device).DetachFromDisposeScope();
    }

    /// <summary>Begins a batch, whose parts follow.</summary>
    public void Begin() => _batch.zero_();

    /// <summary>Adds up a part of the batch.</summary>
    /// <param name="predictions">Standardised values or logits [windows × outputs].</param>
    /// <param name="truth">Targets [windows × outputs], or classes [windows].</param>
    /// <param name="batch">Windows of the whole batch.</param>
    /// <returns>Gradient of the batch's loss by the predictions: <c>2(y − target)/(batch · outputs)</c>, or
    /// <c>(softmax(z) − [class])/batch</c>.</returns>
    public Tensor Add(Tensor predictions, Tensor truth, int batch)
    {
        Tensor y = predictions.to(float64);
        if (_shape.Task == TaskKind.Classification)
        {
            Tensor logarithms = y.log_softmax(1), label = truth.unsqueeze(1);
            Tensor losses = logarithms.gather(1, label).neg(), right = y.argmax(1).eq(truth).to(float64);
            _batch.narrow(0, Loss, 1).Gain(losses.sum());
            _batch.narrow(0, Right, 1).Gain(right.sum());
            using Scalar windows = batch;
            return logarithms.exp().scatter_add_(1, label, full_like(losses, Scalars.MinusOne)).div(windows).to(float32);
        }
        using Scalar outputs = _shape.Outputs, slope = 2.0 / _shape.Outputs / batch;
        Tensor errors = y.sub(truth), squares = errors.mul(errors).sum();
        _batch.narrow(0, Loss, 3).Gain(stack([squares.div(outputs), squares, errors.abs().sum()]));
        return errors.mul(slope).to(float32);
    }

    /// <summary>Ends the batch: its loss joins the others.</summary>
    /// <param name="windows">Windows of the batch.</param>
    public void End(int windows)
    {
        using Scalar count = windows;
        _losses.narrow(0, _next, 1).copy_(_batch.narrow(0, Loss, 1).div(count));
        _totals.Gain(_batch);
        _windows += windows;
        _next = (_next + 1) % Most;
        _count = Math.Min(_count + 1, Most);
    }

    /// <summary>Hands over the losses, oldest first, the latest ones if there are more than fit, and forgets them all.</summary>
    /// <returns>How many were written.</returns>
    public int TakeLosses(Span<double> losses)
    {
        int count = Math.Min(_count, losses.Length);
        _count = 0;
        if (count > 0)
        {
            ReadOnlySpan<double> all = Read(_losses);
            for (int i = 0; i < count; i++)
            {
                losses[i] = all[(_next - count + i + Most) % Most];
            }
        }
        return count;
    }

    /// <summary>Hands over the sums of errors and starts again at none.</summary>
    public ErrorSum TakeErrors()
    {
        long windows = _windows;
        if (windows == 0)
        {
            return default;
        }
        _windows = 0;
        using DisposeScope scope = NewDisposeScope();
        ReadOnlySpan<double> sums = Read(_totals);
        _totals.zero_();
        bool classifies = _shape.Task == TaskKind.Classification;
        return new ErrorSum(sums[Loss], sums[Squares], sums[Absolutes], classifies ? 0 : windows * _shape.Outputs, (long)sums[Right], windows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _losses.Dispose();
        _totals.Dispose();
        _batch.Dispose();
    }

    private static double[] Read(Tensor tensor)
    {
        using Tensor host = tensor.cpu();
        return host.data<double>().ToArray();
    }
}
