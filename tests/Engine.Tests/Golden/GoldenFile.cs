using System.Text.Json;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Tests.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Golden;

/// <summary>One golden file of make_golden.py: the same weights and series generated here, PyTorch's numbers to compare with.</summary>
internal sealed class GoldenFile
{
    private readonly JsonElement _root;
    private uint _state;
    private WindowSet? _data;

    public GoldenFile(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Golden", name + ".json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        _root = document.RootElement.Clone();
    }

    public int Batch => _root.GetProperty("batch").GetInt32();

    public int Steps => _root.GetProperty("steps").GetInt32();

    public double Loss => _root.GetProperty("loss").GetDouble();

    /// <summary>The file's series, once a network was opened.</summary>
    public WindowSet Data
    {
        get => _data ?? throw new InvalidOperationException("Open a network first.");
        private set => _data = value;
    }

    public bool Has(string section) => _root.TryGetProperty(section, out _);

    /// <summary>A flat list of numbers.</summary>
    public float[] Values(string section) => Decode(_root.GetProperty(section));

    /// <summary>The numbers of one parameter within a section.</summary>
    public float[] Values(string section, string parameter) => Decode(_root.GetProperty(section).GetProperty(parameter));

    /// <summary>The network with the file's weights, bound to the file's series.</summary>
    public INetwork Open(IBackend backend)
    {
        NetworkKind kind = _root.GetProperty("kind").GetString() == "lstm" ? NetworkKind.Lstm : NetworkKind.Rnn;
        int inputs = _root.GetProperty("inputs").GetInt32(), window = _root.GetProperty("window").GetInt32();
        int rows = _root.GetProperty("rows").GetInt32();
        float range = _root.GetProperty("weight_range").GetSingle();
        INetwork network = backend.Create(
            TestSeries.Shape(kind, _root.GetProperty("hidden").GetInt32(), inputs, window, Batch), new RandomStream(0));
        _state = _root.GetProperty("seed").GetUInt32();
        for (int p = 0; p < network.Parameters.Count; p++)
        {
            network.SetWeights(p, Generate(network.Parameters[p].Length, range));
        }
        float[] series = Generate(rows * inputs, 1f);
        float[] target = Generate(rows, 1f);
        string[] names = [.. Enumerable.Range(0, inputs).Select(i => $"x{i}")];
        Data = new WindowSet(series, target, names, "y", window, rows - 1, 0, 1);
        network.Bind(Data);
        return network;
    }

    /// <summary>Windows of batch number <paramref name="number"/>.</summary>
    public int[] Windows(int number)
    {
        int count = _root.GetProperty("rows").GetInt32() - _root.GetProperty("window").GetInt32();
        return [.. Enumerable.Range(0, Batch).Select(i => ((number * 7) + i) % count)];
    }

    private float[] Generate(int count, float scale)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            _state = unchecked((_state * 1664525u) + 1013904223u);
            values[i] = (float)((((_state >> 8) / 16777216.0 * 2) - 1) * scale);
        }
        return values;
    }

    private static float[] Decode(JsonElement element)
    {
        byte[] bytes = element.GetBytesFromBase64();
        float[] values = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        }
        return values;
    }
}
