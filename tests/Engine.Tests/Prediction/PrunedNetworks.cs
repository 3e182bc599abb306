using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Prediction;

/// <summary>Networks with random weights of which a random share is pruned, and data for them.</summary>
internal sealed class PrunedNetworks : IDisposable
{
    private PrunedNetworks(INetwork network, WindowSet data)
    {
        Network = network;
        Data = data;
        Masks = new MaskSet(network.Parameters);
        network.Bind(data);
    }

    public INetwork Network { get; }

    public WindowSet Data { get; }

    public MaskSet Masks { get; }

    public static PrunedNetworks Make(
        NetworkSpec spec, int inputs, int window, int outputs, double sparsity, KernelPath? path = null, int windows = 80)
    {
        RandomStream stream = new(11);
        int rows = windows + window;
        float[] values = new float[rows * inputs], targets = new float[rows * outputs];
        foreach (ref float value in values.AsSpan())
        {
            value = stream.NextSingle(-1.5f, 1.5f);
        }
        TargetInfo[] infos = [.. Enumerable.Range(1, outputs).Select(i => new TargetInfo($"y{i}", 0, 1))];
        string[] names = [.. Enumerable.Range(1, inputs).Select(i => $"x{i}")];
        WindowSet data = new(values, targets, names, infos, window, rows - 2, 1);
        ManagedBackend backend = path is { } chosen ? new(chosen) : new();
        PrunedNetworks made = new(backend.Create(NetworkShape.For(spec, data, 64), new RandomStream(5)), data);
        for (int p = 0; p < made.Network.Parameters.Count; p++)
        {
            // Biases of 0 and LayerNorms that do nothing would hide mistakes.
            float spread = made.Network.Parameters[p].IsPrunable ? 0f : 0.3f;
            made.Network.SetWeights(p, [.. made.Network.Weights(p).ToArray().Select(value => value + stream.NextSingle(-spread, spread))]);
        }
        made.Prune((_, _) => stream.NextSingle() < sparsity);
        return made;
    }

    public void Prune(Func<ParameterInfo, int, bool> choose)
    {
        for (int mask = 0; mask < Masks.Count; mask++)
        {
            for (int i = 0; i < Masks[mask].Length; i++)
            {
                if (choose(Masks.Parameters[mask], i))
                {
                    Masks.Prune(mask, i, 1);
                }
            }
        }
        Masks.Apply(Network);
    }

    /// <summary>What the network itself predicts, from the first window on.</summary>
    public float[] Expected(int count)
    {
        float[] predictions = new float[count * Data.Outputs];
        Network.Predict(0, predictions, 0, new RandomStream(1));
        return predictions;
    }

    /// <summary>The first windows, one after the other.</summary>
    public float[] Windows(int count)
    {
        int length = Data.Window * Data.FeatureCount;
        float[] windows = new float[count * length];
        for (int i = 0; i < count; i++)
        {
            Data.Inputs(i).CopyTo(windows.AsSpan(i * length));
        }
        return windows;
    }

    public void Dispose() => Network.Dispose();
}
