using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Runs;

/// <summary>A file of weights and masks that can be put into a network: PruningLab's own, or any safetensors file with the
/// same parameters; see <see cref="SavedNetwork"/> for its contents.</summary>
public sealed class NetworkFile : IDisposable
{
    private readonly SafeTensorsReader _reader;

    /// <summary>Reads what the file says about its network.</summary>
    /// <param name="reader">The file; closed by <see cref="Dispose"/>.</param>
    /// <exception cref="DataException">The description cannot be read.</exception>
    public NetworkFile(SafeTensorsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _reader = reader;
        Info = SavedNetworkInfo.From(reader.Metadata, reader.Name);
    }

    /// <summary>What the file says about its network; null when PruningLab did not write it.</summary>
    public SavedNetworkInfo? Info { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="DataException">It is no whole, sound safetensors file; the sentence says what to do.</exception>
    public static NetworkFile Open(string path)
    {
        SafeTensorsReader reader = SafeTensorsReader.Open(path);
        try
        {
            return new NetworkFile(reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Puts weights and masks into a network; either all of them or, when something is wrong, none.</summary>
    /// <remarks>A weight matrix without a mask in the file is taken as unpruned. Weights that a mask prunes become 0 whatever
    /// the file says. Optimiser moments stay, except those of pruned weights.</remarks>
    /// <param name="network">The network.</param>
    /// <param name="masks">Its masks; changes are written into their history.</param>
    /// <param name="batch">Batch under which the changes are written down.</param>
    /// <exception cref="DataException">A tensor is missing, not expected, of another type or shape, or holds what is no
    /// number or no mask; the sentence names it.</exception>
    public void Restore(INetwork network, MaskSet masks, int batch = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(masks);
        TensorEntry[] weights = [.. network.Parameters.Select(Weights)];
        TensorEntry?[] bits = [.. masks.Parameters.Select(MaskOf)];
        RefuseSurplus(network.Parameters);
        float[] values = new float[network.Parameters.Max(p => p.Length)];
        byte[] mask = new byte[masks.Parameters.Max(p => p.Length)];
        foreach (TensorEntry tensor in weights)
        {
            CheckNumbers(tensor, Read(tensor, values));
        }
        foreach (TensorEntry? tensor in bits)
        {
            if (tensor is not null)
            {
                CheckMask(tensor, Read(tensor, mask));
            }
        }

        // Masks first: then a revived weight takes its value, and a pruned one stays 0.
        for (int i = 0; i < masks.Count; i++)
        {
            Apply(masks, i, bits[i] is { } tensor ? Read(tensor, mask) : default, batch);
        }
        masks.Apply(network);
        for (int p = 0; p < weights.Length; p++)
        {
            network.SetWeights(p, Read(weights[p], values));
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _reader.Dispose();

    private TensorEntry Weights(ParameterInfo parameter)
    {
        TensorEntry tensor = _reader.Find(parameter.Name)
            ?? throw new DataException($"{_reader.Name}: there is no tensor {parameter.Name} where the network has one; choose a file of the same kind of network.");
        if (!tensor.Type.IsReal())
        {
            throw new DataException($"{_reader.Name}: the tensor {tensor.Name} has the type {tensor.Type} where F32 was expected; save the file again in F32.");
        }
        return WithShape(tensor, parameter);
    }

    private TensorEntry? MaskOf(ParameterInfo parameter)
    {
        if (_reader.Find(parameter.Name + SavedNetwork.MaskSuffix) is not { } tensor)
        {
            return null;
        }
        if (tensor.Type is not (TensorType.U8 or TensorType.BOOL))
        {
            throw new DataException($"{_reader.Name}: the mask {tensor.Name} has the type {tensor.Type} where U8 was expected; save the mask again in U8.");
        }
        return WithShape(tensor, parameter);
    }

    private TensorEntry WithShape(TensorEntry tensor, ParameterInfo parameter)
    {
        long[] shape = SavedNetwork.ShapeOf(parameter);
        if (!tensor.Shape.SequenceEqual(shape))
        {
            throw new DataException($"{_reader.Name}: the tensor {tensor.Name} has the shape {TensorTypes.Text(tensor.Shape)} where {TensorTypes.Text(shape)} was expected; choose a file of a network with the same sizes.");
        }
        return tensor;
    }

    private void RefuseSurplus(IReadOnlyList<ParameterInfo> parameters)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (ParameterInfo parameter in parameters)
        {
            known.Add(parameter.Name);
            if (parameter.IsPrunable)
            {
                known.Add(parameter.Name + SavedNetwork.MaskSuffix);
            }
        }
        if (_reader.Tensors.FirstOrDefault(tensor => !known.Contains(tensor.Name)) is { } surplus)
        {
            throw new DataException($"{_reader.Name}: the tensor {surplus.Name} belongs to nothing in the network; choose a file of the same kind of network, or leave that tensor out of it.");
        }
    }

    private ReadOnlySpan<float> Read(TensorEntry tensor, float[] buffer)
    {
        Span<float> values = buffer.AsSpan(0, (int)tensor.Count);
        _reader.Read(tensor, values);
        return values;
    }

    private ReadOnlySpan<byte> Read(TensorEntry tensor, byte[] buffer)
    {
        Span<byte> values = buffer.AsSpan(0, (int)tensor.Count);
        _reader.Read(tensor, values);
        return values;
    }

    private void CheckNumbers(TensorEntry tensor, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new DataException($"{_reader.Name}: the tensor {tensor.Name} holds {values[i]} at position {i} where a finite number was expected; save the network at a batch before it diverged.");
            }
        }
    }

    private void CheckMask(TensorEntry tensor, ReadOnlySpan<byte> values)
    {
        int wrong = values.IndexOfAnyExceptInRange((byte)0, (byte)1);
        if (wrong >= 0)
        {
            throw new DataException($"{_reader.Name}: the mask {tensor.Name} holds {values[wrong]} at position {wrong} where 1 (active) or 0 (pruned) was expected; save the mask again.");
        }
    }

    private static void Apply(MaskSet masks, int mask, ReadOnlySpan<byte> bits, int batch)
    {
        for (int i = 0; i < masks[mask].Length; i++)
        {
            if (bits.IsEmpty || bits[i] != 0)
            {
                masks.Revive(mask, i, batch);
            }
            else
            {
                masks.Prune(mask, i, batch);
            }
        }
    }
}
