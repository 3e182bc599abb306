using System.Runtime.InteropServices;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch;

/// <summary>Draws what dropout drops, the same as the managed engine on one thread from the same stream: chunk by chunk of
/// <see cref="KernelLayout.MaxChunk"/> windows, and within it group by group.</summary>
internal sealed class DropoutDraws : IDisposable
{
    private readonly IReadOnlyList<DropoutGroup> _groups;
    private readonly Device _device;
    private readonly int _chunk;
    private readonly int _mostHostDraws;
    private readonly long _unitsInAll;
    private readonly byte[] _dropped;
    private DropoutScale[]? _scales;
    private Tensor?[] _staged;
    private Tensor? _firstWindow;

    /// <summary>Allocates nothing but the flags; the rest comes with the first draw.</summary>
    public DropoutDraws(IReadOnlyList<DropoutGroup> groups, int batchSize, int mostHostDraws, Device device)
    {
        (_groups, _device, _mostHostDraws) = (groups, device, mostHostDraws);
        _chunk = Math.Min(KernelLayout.Pad(batchSize), KernelLayout.MaxChunk);
        _unitsInAll = groups.Sum(group => (long)group.Units);
        _dropped = new byte[groups.Sum(group => group.Told)];
        _staged = new Tensor?[groups.Count];
    }

    /// <summary>Windows that are drawn together: only multiples of it may be drawn one after the other.</summary>
    public int Chunk => _chunk;

    /// <summary>One byte per unit that is told of: 1 where the first window's was dropped.</summary>
    public ReadOnlySpan<byte> Dropped
    {
        get
        {
            if (_firstWindow is not null)
            {
                using Tensor host = _firstWindow.cpu();
                host.bytes.CopyTo(_dropped);
                _firstWindow.Dispose();
                _firstWindow = null;
            }
            return _dropped;
        }
    }

    /// <summary>Draws for some windows.</summary>
    /// <param name="rate">Share p.</param>
    /// <param name="stream">Stream; not touched when the rate is 0.</param>
    /// <param name="count">Windows.</param>
    /// <param name="tells">Whether <see cref="Dropped"/> is to tell of it.</param>
    /// <returns>The factors; null without dropout.</returns>
    public DropoutFactors? Draw(double rate, RandomStream stream, int count, bool tells)
    {
        if (tells)
        {
            _firstWindow?.Dispose();
            _firstWindow = null;
            _dropped.AsSpan().Clear();
        }
        if (rate == 0 || _groups.Count == 0)
        {
            return null;
        }
        return _unitsInAll * count <= _mostHostDraws ? DrawHere(rate, stream, count, tells) : DrawThere(rate, stream, count, tells);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _firstWindow?.Dispose();
        foreach (Tensor? staged in _staged)
        {
            staged?.Dispose();
        }
        _staged = [];
    }

    private unsafe DropoutFactors DrawHere(double rate, RandomStream stream, int count, bool tells)
    {
        _scales ??= [.. _groups.Select(group => new DropoutScale(group.Units, _chunk))];
        for (int first = 0; first < count; first += _chunk)
        {
            int windows = Math.Min(_chunk, count - first), told = 0;
            for (int g = 0; g < _groups.Count; g++)
            {
                DropoutGroup group = _groups[g];
                Span<byte> dropped = tells && first == 0 ? _dropped.AsSpan(told, group.Told) : default;
                told += group.Told;
                if (group.IsDrawnByUnit)
                {
                    _scales[g].DrawByUnit(rate, stream, windows, dropped);
                }
                else
                {
                    _scales[g].Draw(rate, stream, windows, dropped);
                }
                Span<float> staged = Staged(g, group.Units * count);
                for (int unit = 0; unit < group.Units; unit++)
                {
                    new ReadOnlySpan<float>(_scales[g].Pointer + ((nint)unit * _chunk), windows).CopyTo(staged[((unit * count) + first)..]);
                }
            }
        }
        return new DropoutFactors([.. _groups.Select((group, g) => Upload(_staged[g]!, group.Units, count))]);
    }

    private DropoutFactors DrawThere(double rate, RandomStream stream, int count, bool tells)
    {
        using DisposeScope scope = NewDisposeScope();
        using Scalar share = rate, scale = 1 / (1 - rate);

        // All in one place, which a large network has no room for twice: a number, then 0 or 1, then the factor.
        Tensor all = DeviceNumbers.Uniform(stream.NextUInt64(), _unitsInAll, count, _device).ge_(share);
        Tensor[] groups = new Tensor[_groups.Count];
        long first = 0;
        for (int g = 0; g < groups.Length; g++)
        {
            groups[g] = all.narrow(0, first, _groups[g].Units);
            first += _groups[g].Units;
        }
        if (tells && _dropped.Length > 0)
        {
            Tensor[] told = [.. _groups.Select((group, g) => groups[g].narrow(0, 0, group.Told).select(1, 0))];
            _firstWindow = cat(told).eq(Scalars.Zero).to(uint8).DetachFromDisposeScope();
        }
        all.mul_(scale);
        return new DropoutFactors([.. groups.Select(group => group.MoveToOuterDisposeScope())]);
    }

    private Span<float> Staged(int group, int length)
    {
        if (_staged[group] is not { } staged || staged.numel() < length)
        {
            _staged[group]?.Dispose();
            _staged[group] = staged = empty(length).DetachFromDisposeScope();
        }
        return MemoryMarshal.Cast<byte, float>(staged.bytes)[..length];
    }

    private Tensor Upload(Tensor staged, int units, int count)
    {
        Tensor factors = empty(units, count, device: _device);
        return factors.copy_(staged.narrow(0, 0, (long)units * count).view(units, count), nonBlocking: true);
    }
}
