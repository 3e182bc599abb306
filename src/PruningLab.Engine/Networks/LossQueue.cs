namespace PruningLab.Engine.Networks;

/// <summary>Losses of the latest batches until they are taken.</summary>
internal sealed class LossQueue
{
    private readonly double[] _losses = new double[64];
    private int _count;

    /// <summary>Adds a loss; the oldest one falls out when there is no room.</summary>
    public void Add(double loss)
    {
        if (_count == _losses.Length)
        {
            Array.Copy(_losses, 1, _losses, 0, --_count);
        }
        _losses[_count++] = loss;
    }

    /// <summary>Hands over the losses, oldest first, the latest ones if there are more than fit, and forgets them all.</summary>
    /// <returns>How many were written.</returns>
    public int Take(Span<double> losses)
    {
        int count = Math.Min(_count, losses.Length);
        _losses.AsSpan(_count - count, count).CopyTo(losses);
        _count = 0;
        return count;
    }
}
