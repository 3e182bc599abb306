using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Torch.Modules;
using PruningLab.Engine.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch;

/// <summary>A network as a TorchSharp module: data, weights, masks, gradients and optimiser state live on its device.</summary>
/// <remarks>Nothing is copied back but what is asked for. Tensors that live as long as the network are kept out of dispose
/// scopes; each pass and each step has a scope of its own.</remarks>
internal sealed partial class TorchNetwork : INetwork
{
    private readonly List<IDisposable> _owned = [];
    private readonly ComputeDevice _computeDevice;
    private readonly IDeviceMemory _memory;
    private readonly TorchSettings _settings;
    private readonly Device _device;
    private readonly ParameterInfo[] _infos;
    private readonly NetworkModule _module;
    private readonly FlatTensor _values;
    private readonly FlatTensor _gradients;
    private readonly FlatTensor[] _states;
    private readonly DropoutDraws _dropout;
    private readonly BatchErrors _errors;
    private readonly Tensor _rowOffsets;
    private readonly Tensor _scratch;
    private readonly Tensor _pruned;
    private readonly Tensor _predictions;
    private readonly Mask?[] _masks;
    private readonly long[] _maskChanges;
    private bool _isAnyPruned;
    private bool _mustMaskGradients;
    private DeviceWindows? _data;
    private bool _isDisposed;

    /// <summary>Allocates, and copies the managed engine's first values.</summary>
    public TorchNetwork(NetworkShape shape, RandomStream weights, ComputeDevice computeDevice, IDeviceMemory memory, TorchSettings settings)
    {
        (Shape, _computeDevice, _memory, _settings) = (shape, computeDevice, memory, settings);
        _device = TorchBackend.DeviceOf(computeDevice.Id);
        _infos = [.. Architecture.Of(shape).Parameters];
        _masks = new Mask?[_infos.Length];
        _maskChanges = new long[_infos.Length];
        int[] offsets = new int[_infos.Length + 1];
        for (int i = 0; i < _infos.Length; i++)
        {
            offsets[i + 1] = offsets[i] + _infos[i].Length;
        }

        // Whatever a module's constructor leaves behind would hold the memory until the garbage collector comes by.
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        try
        {
            _module = Own<NetworkModule>(shape.Spec.Kind switch
            {
                NetworkKind.Mlp => new Perceptron(shape),
                NetworkKind.PatchTst => new PatchTst(shape),
                _ => new Recurrent(shape),
            });
            foreach ((string _, Parameter parameter) in _module.named_parameters())
            {
                parameter.DetachFromDisposeScope();
            }
            _values = Own(new FlatTensor(offsets, _device));
            _gradients = Own(new FlatTensor(offsets, _device));
            _states = [.. Enum.GetValues<OptimizerSlot>().Select(_ => Own(new FlatTensor(offsets, _device)))];
            _scratch = Own(zeros(offsets[^1], device: _device).DetachFromDisposeScope());
            _pruned = Own(zeros(offsets[^1], dtype: @bool, device: _device).DetachFromDisposeScope());
            _predictions = Own(zeros(shape.BatchSize, shape.Outputs, device: _device).DetachFromDisposeScope());
            _rowOffsets = Own(DeviceWindows.Upload<long>(_module.RowOffsets, int64, _device).DetachFromDisposeScope());
            _dropout = Own(new DropoutDraws(_module.DropoutGroups, shape.BatchSize, settings.MostHostDraws, _device));
            _errors = Own(new BatchErrors(shape, _device));
            Adopt();
            LoadSteps();
            for (int i = 0; i < _infos.Length; i++)
            {
                float[] first = new float[_infos[i].Length];
                _infos[i].Initial.Fill(weights, first);
                _values.Write(i, first);
            }
        }
        catch
        {
            // What was allocated before the device was full must not stay there.
            Dispose();
            throw;
        }
        _part = shape.BatchSize;
        _predictedTogether = Math.Max(settings.PredictedTogether, shape.BatchSize);
    }

    /// <inheritdoc/>
    public NetworkShape Shape { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ParameterInfo> Parameters => _infos;

    /// <inheritdoc/>
    public long OptimizerSteps { get; set; }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> DroppedUnits => _dropout.Dropped;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Weights(int parameter) => _values.Read(parameter);

    /// <inheritdoc/>
    public ReadOnlySpan<float> Gradients(int parameter) => _gradients.Read(parameter);

    /// <inheritdoc/>
    public ReadOnlySpan<float> OptimizerState(int parameter, OptimizerSlot slot) => _states[(int)slot].Read(parameter);

    /// <inheritdoc/>
    public void SetWeights(int parameter, ReadOnlySpan<float> values) => Write(_values, parameter, values);

    /// <inheritdoc/>
    public void SetGradients(int parameter, ReadOnlySpan<float> values) => Write(_gradients, parameter, values);

    /// <inheritdoc/>
    public void SetOptimizerState(int parameter, OptimizerSlot slot, ReadOnlySpan<float> values) =>
        Write(_states[(int)slot], parameter, values);

    /// <inheritdoc/>
    public void ResetOptimizer()
    {
        using DisposeScope scope = NewDisposeScope();
        OptimizerSteps = 0;
        foreach (FlatTensor state in _states)
        {
            state.All.zero_();
            state.Changed();
        }
    }

    /// <inheritdoc/>
    public void SetMask(int parameter, Mask mask)
    {
        PassChecks.RequireLength(mask, _infos[parameter]);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        try
        {
            UploadPruned(parameter, mask.Bits);
            _masks[parameter] = mask;
            _maskChanges[parameter] = mask.Changes;
            _mustMaskGradients = true;
            _isAnyPruned = Array.Exists(_masks, one => one is { PrunedCount: > 0 });
            foreach (FlatTensor values in (ReadOnlySpan<FlatTensor>)[_values, .. _states])
            {
                HoldAtZero(values, parameter);
            }
        }
        catch (Exception e) when (MemoryFault.Is(e))
        {
            throw MemoryFault.Of(e, _computeDevice, _memory, "a mask");
        }
    }

    /// <inheritdoc/>
    public void Bind(WindowSet data)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        PassChecks.RequireFit(Shape, data);
        try
        {
            DeviceWindows windows = new(data, _data, _device);
            _data?.HandOver(windows);
            _data = windows;
        }
        catch (Exception e) when (MemoryFault.Is(e))
        {
            throw MemoryFault.Of(e, _computeDevice, _memory, "the data");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }
        _isDisposed = true;
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }
        _data?.Dispose();
    }

    private T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Add(resource);
        return resource;
    }

    /// <summary>Makes the module's parameters and their gradients parts of the flat tensors.</summary>
    private void Adopt()
    {
        Dictionary<string, Parameter> parameters = _module.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        for (int i = 0; i < _infos.Length; i++)
        {
            ParameterInfo info = _infos[i];
            if (!parameters.Remove(info.Name, out Parameter? parameter) || parameter.numel() != info.Length)
            {
                throw new InvalidOperationException($"The module lacks {info.Name} with {info.Length} values.");
            }
            // On whatever device the values are: the parameter is there from then on.
            nn.utils.vector_to_parameters(_values.Of(i), [parameter]);
            parameter.grad = _gradients.Of(i).view(parameter.shape);
        }
        if (parameters.Count > 0)
        {
            throw new InvalidOperationException($"The module has parameters that the network does not: {string.Join(", ", parameters.Keys)}.");
        }
    }

    private void Write(FlatTensor tensor, int parameter, ReadOnlySpan<float> values)
    {
        PassChecks.RequireLength(values, _infos[parameter]);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        tensor.Write(parameter, values);
        HoldAtZero(tensor, parameter);
    }

    private void HoldAtZero(FlatTensor tensor, int parameter)
    {
        if (_masks[parameter] is { PrunedCount: > 0 })
        {
            tensor.Of(parameter).masked_fill_(Pruned(parameter), Scalars.Zero);
            tensor.Changed(parameter);
        }
    }

    /// <summary>Straight into its place, so that a mask takes no memory on the device.</summary>
    private void UploadPruned(int parameter, ReadOnlySpan<byte> active)
    {
        Tensor host = empty(active.Length, @bool);
        Span<byte> pruned = host.bytes;
        for (int i = 0; i < pruned.Length; i++)
        {
            pruned[i] = (byte)(active[i] == 0 ? 1 : 0);
        }
        Pruned(parameter).copy_(host, nonBlocking: true);
    }

    private Tensor Pruned(int parameter) => _pruned.narrow(0, _values.Offset(parameter), _infos[parameter].Length);
}
