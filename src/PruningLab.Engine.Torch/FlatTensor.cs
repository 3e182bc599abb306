using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch;

/// <summary>One number for each value of all parameters, one parameter after the other in one tensor on the device, with a copy
/// on the host that is brought up to date for a parameter when somebody asks for it.</summary>
/// <remarks>In one tensor because an optimiser's step then takes a handful of kernels however many parameters there are, and
/// because cuDNN takes the weights of a recurrent layer from one block.</remarks>
internal sealed class FlatTensor : IDisposable
{
    private readonly int[] _offsets;
    private readonly bool[] _isFresh;
    private Tensor? _host;

    /// <summary>Allocates; all 0.</summary>
    /// <param name="offsets">First value of each parameter, and one after the last value of all.</param>
    /// <param name="device">Device.</param>
    public FlatTensor(int[] offsets, Device device)
    {
        _offsets = offsets;
        _isFresh = new bool[offsets.Length - 1];
        All = zeros(offsets[^1], device: device).DetachFromDisposeScope();
    }

    /// <summary>All values, on the device. Whoever changes them says so by <see cref="Changed()"/>.</summary>
    public Tensor All { get; }

    /// <summary>The values of one parameter, on the device, as a vector.</summary>
    public Tensor Of(int parameter) => All.narrow(0, _offsets[parameter], Length(parameter));

    /// <summary>The host's copy no longer holds.</summary>
    public void Changed() => Array.Clear(_isFresh);

    /// <summary>The host's copy of one parameter no longer holds.</summary>
    public void Changed(int parameter) => _isFresh[parameter] = false;

    /// <summary>The values of one parameter, on the host; valid until they change.</summary>
    public ReadOnlySpan<float> Read(int parameter)
    {
        Tensor host = Host();
        if (!_isFresh[parameter])
        {
            using Tensor to = host.narrow(0, _offsets[parameter], Length(parameter)), from = Of(parameter);
            to.copy_(from).Dispose();
            _isFresh[parameter] = true;
        }
        return Values(parameter);
    }

    /// <summary>Overwrites the values of one parameter.</summary>
    public void Write(int parameter, ReadOnlySpan<float> values)
    {
        using Tensor from = Host().narrow(0, _offsets[parameter], Length(parameter)), to = Of(parameter);
        values.CopyTo(Values(parameter));
        to.copy_(from).Dispose();
        _isFresh[parameter] = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        All.Dispose();
        _host?.Dispose();
    }

    /// <summary>Place of a parameter's first value.</summary>
    public int Offset(int parameter) => _offsets[parameter];

    private int Length(int parameter) => _offsets[parameter + 1] - _offsets[parameter];

    private Tensor Host() => _host ??= empty(_offsets[^1]).DetachFromDisposeScope();

    private Span<float> Values(int parameter) =>
        MemoryMarshal.Cast<byte, float>(_host!.bytes).Slice(_offsets[parameter], Length(parameter));
}
