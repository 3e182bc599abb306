using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Tests.Networks;

/// <summary>A PatchTST in double precision, window by window, from the formulas in PyTorch's documentation.</summary>
internal sealed class ReferencePatchTst(INetwork network) : ReferenceModel(network)
{
    private const int BlockPlaces = 4;

    /// <summary>Units of each dropout in a block, then of the last one; for all patches together.</summary>
    public static int[] DropoutUnits(NetworkShape shape)
    {
        PatchTstSpec spec = shape.Spec.PatchTst;
        int patches = spec.PatchesFor(shape.Window);
        List<int> units = [];
        for (int block = 0; block < spec.Blocks; block++)
        {
            units.AddRange([spec.Heads * patches * patches, patches * spec.Width, patches * spec.FeedForward, patches * spec.Width]);
        }
        return [.. units, patches * spec.Width];
    }

    protected override double[] Predict(WindowSet data, int window, int number)
    {
        PatchTstSpec spec = Shape.Spec.PatchTst;
        int patches = spec.PatchesFor(Shape.Window), length = spec.PatchLengthFor(Shape.Window), width = spec.Width;
        double[][] x = new double[patches][];
        for (int patch = 0; patch < patches; patch++)
        {
            double[] values = new double[length * Shape.Inputs];
            for (int i = 0; i < values.Length; i++)
            {
                int row = Math.Min((patch * length) + (i / Shape.Inputs), Shape.Window - 1);
                values[i] = data.Inputs(window)[(row * Shape.Inputs) + (i % Shape.Inputs)];
            }
            x[patch] = Linear(values, Weights[1], Weights[2]);
            for (int unit = 0; unit < width; unit++)
            {
                x[patch][unit] += Weights[0][(patch * width) + unit];
            }
        }
        int first = 3;
        for (int block = 0; block < spec.Blocks; block++)
        {
            x = Block(x, first, block * BlockPlaces, number);
            first += 12;
        }
        double[] mean = new double[width];
        for (int patch = 0; patch < patches; patch++)
        {
            double[] kept = Kept(x[patch], spec.Blocks * BlockPlaces, patch, number);
            double[] normed = Norm(kept, Weights[first], Weights[first + 1]);
            for (int unit = 0; unit < width; unit++)
            {
                mean[unit] += normed[unit] / patches;
            }
        }
        return Linear(mean, Weights[first + 2], Weights[first + 3]);
    }

    private double[][] Block(double[][] x, int first, int place, int number)
    {
        double[][] attended = Attention(x, first, place, number), result = new double[x.Length][];
        for (int patch = 0; patch < x.Length; patch++)
        {
            double[] mixed = Norm(Sum(x[patch], Kept(attended[patch], place + 1, patch, number)), Weights[first + 8], Weights[first + 9]);
            double[] forward = [.. Linear(mixed, Weights[first + 4], Weights[first + 5]).Select(value => Math.Max(0, value))];
            double[] back = Linear(Kept(forward, place + 2, patch, number), Weights[first + 6], Weights[first + 7]);
            result[patch] = Norm(Sum(mixed, Kept(back, place + 3, patch, number)), Weights[first + 10], Weights[first + 11]);
        }
        return result;
    }

    private double[][] Attention(double[][] x, int first, int place, int number)
    {
        int patches = x.Length, width = x[0].Length, heads = Shape.Spec.PatchTst.Heads, size = width / heads;
        double[][] projected = [.. x.Select(patch => Linear(patch, Weights[first], Weights[first + 1]))];
        double[][] context = [.. x.Select(_ => new double[width])];
        for (int head = 0; head < heads; head++)
        {
            for (int i = 0; i < patches; i++)
            {
                double[] scores = new double[patches];
                for (int j = 0; j < patches; j++)
                {
                    for (int f = head * size; f < (head + 1) * size; f++)
                    {
                        scores[j] += projected[i][f] * projected[j][width + f] / Math.Sqrt(size);
                    }
                }
                double total = scores.Sum(Math.Exp);
                for (int j = 0; j < patches; j++)
                {
                    double weight = Math.Exp(scores[j]) / total * Factor(place, (((head * patches) + i) * patches) + j, number);
                    for (int f = head * size; f < (head + 1) * size; f++)
                    {
                        context[i][f] += weight * projected[j][(2 * width) + f];
                    }
                }
            }
        }
        return [.. context.Select(patch => Linear(patch, Weights[first + 2], Weights[first + 3]))];
    }

    private double[] Kept(double[] x, int place, int patch, int number) =>
        [.. x.Select((value, unit) => value * Factor(place, (patch * x.Length) + unit, number))];

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double[] Norm(double[] x, double[] scale, double[] shift)
    {
        double mean = x.Average(), variance = x.Average(value => (value - mean) * (value - mean));
        return [.. x.Select((value, unit) => (scale[unit] * (value - mean) / Math.Sqrt(variance + 1e-5)) + shift[unit])];
    }
}
