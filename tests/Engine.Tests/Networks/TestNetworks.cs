using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Networks;

/// <summary>Small MLPs and PatchTSTs with data, by name.</summary>
internal static class TestNetworks
{
    public static string[] Names => ["mlp-tanh", "mlp-relu", "mlp-sigmoid", "mlp-classes", "patchtst", "patchtst-outputs", "patchtst-classes"];

    /// <summary>Shape of a name; the last patch of the PatchTST is filled by repetition.</summary>
    public static NetworkShape Shape(string name, int batch)
    {
        bool classes = name.EndsWith("classes", StringComparison.Ordinal);
        MlpSpec mlp = new()
        {
            HiddenLayers = [7, 5],
            Activation = name switch
            {
                "mlp-tanh" => ActivationKind.Tanh,
                "mlp-sigmoid" => ActivationKind.Sigmoid,
                _ => ActivationKind.Relu,
            },
        };
        PatchTstSpec patchTst = new() { Width = 12, Blocks = 2, Heads = 3, FeedForward = 10, PatchLength = 2 };
        NetworkSpec spec = name.StartsWith("mlp", StringComparison.Ordinal)
            ? new NetworkSpec { Kind = NetworkKind.Mlp, Mlp = mlp }
            : new NetworkSpec { Kind = NetworkKind.PatchTst, PatchTst = patchTst };
        return new NetworkShape(spec, 3, 5, batch)
        {
            Outputs = classes ? 4 : name == "patchtst-outputs" ? 2 : 1,
            Task = classes ? TaskKind.Classification : TaskKind.Regression,
        };
    }

    /// <summary>Data that fit a shape: 120 windows or more.</summary>
    public static WindowSet Data(NetworkShape shape)
    {
        RandomStream stream = new(7);
        string[] names = [.. Enumerable.Range(0, shape.Inputs).Select(i => $"x{i}")];
        if (shape.Task == TaskKind.Classification)
        {
            int[] labels = [.. Enumerable.Range(0, 120).Select(_ => stream.NextInt32(shape.Outputs))];
            string[] classes = [.. Enumerable.Range(0, shape.Outputs).Select(i => $"c{i}")];
            return new WindowSet(Values(stream, 120 * shape.Window * shape.Inputs), labels, names, classes, shape.Window, 100);
        }
        TargetInfo[] targets = [.. Enumerable.Range(0, shape.Outputs).Select(i => new TargetInfo($"y{i}", 0, 1))];
        return new WindowSet(Values(stream, 130 * shape.Inputs), Values(stream, 130 * shape.Outputs), names, targets, shape.Window, 110, 1);
    }

    /// <summary>The network with its data.</summary>
    public static INetwork Open(IBackend backend, string name, int batch, out WindowSet data)
    {
        NetworkShape shape = Shape(name, batch);
        INetwork network = backend.Create(shape, new RandomStream(11));
        data = Data(shape);
        network.Bind(data);
        return network;
    }

    private static float[] Values(RandomStream stream, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = stream.NextSingle(-1.5f, 1.5f);
        }
        return values;
    }
}
