using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Networks;

/// <summary>Small random series and networks for tests.</summary>
internal static class TestSeries
{
    public static WindowSet Random(int rows, int inputs, int window, ulong seed = 7)
    {
        RandomStream stream = new(seed);
        float[] values = new float[rows * inputs];
        float[] target = new float[rows];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = stream.NextSingle(-1.5f, 1.5f);
        }
        for (int i = 0; i < rows; i++)
        {
            target[i] = stream.NextSingle(-1f, 1f);
        }
        string[] names = new string[inputs];
        Array.Fill(names, "x");
        return new WindowSet(values, target, names, "y", window, rows - 2, 0, 1);
    }

    public static NetworkShape Shape(NetworkKind kind, int hidden, int inputs, int window, int batch) =>
        new(new NetworkSpec { Kind = kind, HiddenUnits = hidden }, inputs, window, batch);

    public static int[] Windows(int count, int available, ulong seed = 3)
    {
        RandomStream stream = new(seed);
        int[] windows = new int[count];
        for (int i = 0; i < count; i++)
        {
            windows[i] = stream.NextInt32(available);
        }
        return windows;
    }

    public static int[] Range(int first, int count) => [.. Enumerable.Range(first, count)];
}
