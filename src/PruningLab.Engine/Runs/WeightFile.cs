using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Runs;

/// <summary>A safetensors file whose weight matrices can be pruned: PruningLab's own, or anybody's.</summary>
/// <remarks>
/// Of PruningLab's own file the matrices are the prunable parameters of the network it describes; of another those that
/// <see cref="TensorPatterns"/> takes. A mask is the tensor <c>NAME_mask</c> (of <c>NAME_orig</c>, as torch.nn.utils.prune has it, too); a
/// matrix without one is unpruned. Everything else in the file, and the type of every tensor, stays as it is.
/// </remarks>
public sealed class WeightFile
{
    private const string OriginalSuffix = "_orig";
    private readonly IReadOnlyDictionary<string, string> _metadata;
    private readonly List<(TensorEntry Tensor, byte[] Bytes)> _tensors;

    private WeightFile(SafeTensorsReader reader, TensorPatterns patterns)
    {
        Name = reader.Name;
        _metadata = reader.Metadata;
        Info = SavedNetworkInfo.From(reader.Metadata, reader.Name);
        TensorEntry[] matrices = Info is null ? [.. reader.Tensors.Where(patterns.Takes)] : Own(reader, Info);
        if (matrices.Length == 0)
        {
            throw new DataException($"{Name}: no tensor is a weight matrix where at least one was expected; name the matrices by patterns, of {Known(reader)}.");
        }
        if (matrices.Sum(matrix => matrix.Count) > Array.MaxLength)
        {
            throw new DataException($"{Name}: the weight matrices have {matrices.Sum(matrix => matrix.Count)} weights where at most {Array.MaxLength} were expected; prune fewer of them at a time.");
        }
        if (matrices.GroupBy(matrix => MaskName(matrix.Name), StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } shared)
        {
            throw new DataException($"{Name}: the tensors {string.Join(" and ", shared.Select(matrix => matrix.Name))} would have the same mask, {shared.Key}, where each matrix needs its own; leave one of them out by patterns.");
        }
        float[][] weights = [.. matrices.Select(matrix => Numbers(reader, matrix))];
        ParameterInfo[] parameters = [.. matrices.Select((matrix, i) => Parameter(matrix, i))];
        Network = new TensorNetwork(parameters, weights);
        Masks = new MaskSet(parameters);
        for (int m = 0; m < matrices.Length; m++)
        {
            ReadMask(reader, matrices[m], m);
        }
        Masks.Apply(Network);
        PrunedBefore = [.. Enumerable.Range(0, Masks.Count).Select(m => Masks[m].PrunedCount)];
        _tensors = [.. reader.Tensors.Select(tensor => (tensor, reader.ReadBytes(tensor)))];
    }

    /// <summary>Name of the file.</summary>
    public string Name { get; }

    /// <summary>What the file says about its network; null when PruningLab did not write it.</summary>
    public SavedNetworkInfo? Info { get; }

    /// <summary>The matrices as a network without data.</summary>
    public INetwork Network { get; }

    /// <summary>Their masks: those of the file, and what was pruned since.</summary>
    public MaskSet Masks { get; }

    /// <summary>Pruned weights of each matrix as the file had them.</summary>
    public IReadOnlyList<int> PrunedBefore { get; }

    /// <summary>Opens a file and reads all of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="patterns">Which tensors are weight matrices, when PruningLab did not write it.</param>
    /// <exception cref="DataException">It is no sound safetensors file, has no matrices, or their numbers or masks cannot be.</exception>
    public static WeightFile Open(string path, TensorPatterns patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        try
        {
            using SafeTensorsReader reader = SafeTensorsReader.Open(path);
            return new WeightFile(reader, patterns);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: the file could not be read; check that it is there and may be read.", exception);
        }
    }

    /// <summary>Takes over what the masks of the same network have pruned elsewhere.</summary>
    /// <exception cref="ArgumentException">They are of another network.</exception>
    public void Take(MaskSet masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        if (!masks.Parameters.Select(p => (p.Name, p.Length)).SequenceEqual(Masks.Parameters.Select(p => (p.Name, p.Length))))
        {
            throw new ArgumentException("The masks belong to another network.", nameof(masks));
        }
        for (int m = 0; m < masks.Count; m++)
        {
            for (int i = 0; i < masks[m].Length; i++)
            {
                if (masks[m].Bits[i] == 0)
                {
                    Masks.Prune(m, i, 0);
                }
            }
        }
    }

    /// <summary>Writes the file with the masks as they are now: pruned weights exactly 0, all others bit for bit as they were.</summary>
    /// <param name="path">The file; written under another name and then renamed.</param>
    /// <param name="withMasks">Whether the masks go into the file, as U8: 1 active, 0 pruned.</param>
    /// <exception cref="DataException">It cannot be written.</exception>
    public async Task SaveAsync(string path, bool withMasks = true)
    {
        List<TensorContent> contents = [];
        HashSet<string> masks = [.. Masks.Parameters.Select(parameter => MaskName(parameter.Name))];
        Dictionary<string, int> places = Masks.Parameters.Index().ToDictionary(one => one.Item.Name, one => one.Index, StringComparer.Ordinal);
        foreach ((TensorEntry tensor, byte[] bytes) in _tensors)
        {
            if (!masks.Contains(tensor.Name))
            {
                byte[] numbers = places.TryGetValue(tensor.Name, out int mask) ? Pruned(bytes, tensor.Type.Bytes(), Masks[mask]) : bytes;
                contents.Add(new TensorContent(tensor.Name, tensor.Shape, tensor.Type, numbers));
            }
        }
        for (int m = 0; m < Masks.Count && withMasks; m++)
        {
            TensorEntry matrix = _tensors.First(tensor => tensor.Tensor.Name == Masks.Parameters[m].Name).Tensor;
            contents.Add(new TensorContent(MaskName(matrix.Name), matrix.Shape, Masks[m].Bits.ToArray()));
        }
        Dictionary<string, string> metadata = new(_metadata, StringComparer.Ordinal);
        if (Info is not null)
        {
            metadata[SavedNetworkInfo.Key] = (Info with { Sparsity = Masks.Sparsity }).ToJson();
        }
        await WholeFile.WriteAsync(path, stream => new SafeTensorsWriter(contents, metadata).WriteAsync(stream)).ConfigureAwait(false);
    }

    private static TensorEntry[] Own(SafeTensorsReader reader, SavedNetworkInfo info)
    {
        List<TensorEntry> matrices = [];
        foreach (ParameterInfo parameter in Architecture.Of(info.Shape(1)).Parameters.Where(parameter => parameter.IsPrunable))
        {
            TensorEntry tensor = reader.Find(parameter.Name)
                ?? throw new DataException($"{reader.Name}: there is no tensor {parameter.Name}, which the network that the file describes has; get the file again.");
            if (!tensor.Type.IsReal() || !tensor.Shape.SequenceEqual(SavedNetwork.ShapeOf(parameter)))
            {
                throw new DataException($"{reader.Name}: the tensor {tensor.Name} is {tensor.Type} {TensorTypes.Text(tensor.Shape)}, where the network that the file describes has F32 {TensorTypes.Text(SavedNetwork.ShapeOf(parameter))}; get the file again.");
            }
            matrices.Add(tensor);
        }
        return [.. matrices];
    }

    private static string Known(SafeTensorsReader reader)
    {
        string[] names = [.. reader.Tensors.Where(tensor => tensor.Shape.Count >= 2).Select(tensor => tensor.Name)];
        return names.Length == 0 ? "which none has two dimensions" : string.Join(", ", names.Take(8)) + (names.Length > 8 ? ", …" : "");
    }

    private static ParameterInfo Parameter(TensorEntry tensor, int index) => new(
        tensor.Name, "Tensor", index, (int)tensor.Shape[0], (int)(tensor.Count / tensor.Shape[0]), [], "", "", IsPrunable: true);

    private static float[] Numbers(SafeTensorsReader reader, TensorEntry tensor)
    {
        float[] numbers = new float[tensor.Count];
        reader.Read(tensor, numbers);
        int wrong = Array.FindIndex(numbers, number => !float.IsFinite(number));
        return wrong < 0 ? numbers : throw new DataException(
            $"{reader.Name}: the tensor {tensor.Name} holds {numbers[wrong]} at position {wrong} where a finite number was expected; save the network before it diverged.");
    }

    private void ReadMask(SafeTensorsReader reader, TensorEntry matrix, int mask)
    {
        if (reader.Find(MaskName(matrix.Name)) is not { } tensor)
        {
            return;
        }
        if (!tensor.Shape.SequenceEqual(matrix.Shape))
        {
            throw new DataException($"{Name}: the mask {tensor.Name} has the shape {TensorTypes.Text(tensor.Shape)} where {TensorTypes.Text(matrix.Shape)} was expected; save the mask again.");
        }
        float[] bits = new float[tensor.Count];
        if (tensor.Type.IsReal())
        {
            reader.Read(tensor, bits);
        }
        else
        {
            byte[] bytes = new byte[tensor.Count];
            reader.Read(tensor, bytes);
            bits = [.. bytes.Select(bit => (float)bit)];
        }
        for (int i = 0; i < bits.Length; i++)
        {
            if (bits[i] is not (0 or 1))
            {
                throw new DataException($"{Name}: the mask {tensor.Name} holds {bits[i]} at position {i} where 1 (active) or 0 (pruned) was expected; save the mask again.");
            }
            if (bits[i] == 0)
            {
                Masks.Prune(mask, i, 0);
            }
        }
    }

    private static byte[] Pruned(byte[] bytes, int width, Mask mask)
    {
        byte[] pruned = [.. bytes];
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask.Bits[i] == 0)
            {
                // All bits 0 is the number 0 in every type of real numbers.
                pruned.AsSpan(i * width, width).Clear();
            }
        }
        return pruned;
    }

    private static string MaskName(string name) =>
        (name.EndsWith(OriginalSuffix, StringComparison.Ordinal) ? name[..^OriginalSuffix.Length] : name) + SavedNetwork.MaskSuffix;
}
