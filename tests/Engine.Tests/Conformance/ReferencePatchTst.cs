using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>The PatchTST by the formulas of PyTorch's <c>nn.TransformerEncoderLayer</c> (post-norm, ReLU), without dropout.</summary>
internal static class ReferencePatchTst
{
    private const double Epsilon = 1e-5;

    /// <summary>Patch embedding plus positions, blocks, mean over patches, head.</summary>
    public static Scalar[] Forward(Dictionary<string, Scalar[]> p, Scalar[][] rows, NetworkShape shape)
    {
        PatchTstSpec spec = shape.Spec.PatchTst;
        int length = spec.PatchLengthFor(rows.Length), patches = spec.PatchesFor(rows.Length);
        Scalar[][] x = new Scalar[patches][];
        for (int patch = 0; patch < patches; patch++)
        {
            // The last row is repeated to fill the last patch; a patch holds its rows one after the other.
            Scalar[] inputs = [.. Enumerable.Range(patch * length, length).SelectMany(row => rows[Math.Min(row, rows.Length - 1)])];
            x[patch] = ReferenceLayers.Linear(p["patch_embedding.weight"], p["patch_embedding.bias"], inputs, 0, spec.Width);
            for (int d = 0; d < spec.Width; d++)
            {
                x[patch][d] += p["position_embedding"][(patch * spec.Width) + d];
            }
        }
        for (int block = 0; block < spec.Blocks; block++)
        {
            x = Block(p, $"encoder.layers.{block}.", x, spec);
        }
        Scalar[] mean = [.. Enumerable.Range(0, spec.Width).Select(d => Sum(x.Select(patch => patch[d])) * (1.0 / patches))];
        return ReferenceLayers.Linear(p["head.weight"], p["head.bias"], mean, 0, shape.Outputs);
    }

    private static Scalar[][] Block(Dictionary<string, Scalar[]> p, string name, Scalar[][] x, PatchTstSpec spec)
    {
        Scalar[][] attended = Attention(p, name + "self_attn.", x, spec);
        Scalar[][] middle = [.. x.Zip(attended, (a, b) => Norm(Add(a, b), p[name + "norm1.weight"], p[name + "norm1.bias"]))];
        return [.. middle.Select(row =>
        {
            Scalar[] hidden = ReferenceLayers.Linear(p[name + "linear1.weight"], p[name + "linear1.bias"], row, 0, spec.FeedForward);
            Scalar[] forward = ReferenceLayers.Linear(
                p[name + "linear2.weight"], p[name + "linear2.bias"], [.. hidden.Select(a => a.Relu())], 0, spec.Width);
            return Norm(Add(row, forward), p[name + "norm2.weight"], p[name + "norm2.bias"]);
        })];
    }

    /// <summary>Per head <c>softmax(Q·Kᵀ/√d)·V</c>, heads side by side, then the out-projection.</summary>
    private static Scalar[][] Attention(Dictionary<string, Scalar[]> p, string name, Scalar[][] x, PatchTstSpec spec)
    {
        int width = spec.Width, perHead = width / spec.Heads;
        Scalar[][][] projected = [.. Enumerable.Range(0, 3).Select(part => x.Select(row => ReferenceLayers.Linear(
            p[name + "in_proj_weight"], p[name + "in_proj_bias"], row, part * width, width)).ToArray())];
        Scalar[][] mixed = [.. x.Select(_ => new Scalar[width])];
        for (int head = 0; head < spec.Heads; head++)
        {
            int from = head * perHead;
            for (int query = 0; query < x.Length; query++)
            {
                Scalar[] weights = [.. Enumerable.Range(0, x.Length).Select(key => (Sum(Enumerable.Range(from, perHead)
                    .Select(d => projected[0][query][d] * projected[1][key][d])) * (1 / Math.Sqrt(perHead))).Exp())];
                Scalar total = Sum(weights);
                for (int d = from; d < from + perHead; d++)
                {
                    mixed[query][d] = Sum(weights.Select((weight, key) => weight * projected[2][key][d])) / total;
                }
            }
        }
        return [.. mixed.Select(row => ReferenceLayers.Linear(p[name + "out_proj.weight"], p[name + "out_proj.bias"], row, 0, width))];
    }

    /// <summary><c>(x − mean)/√(variance + ε)·scale + shift</c>; the variance is that of the population.</summary>
    private static Scalar[] Norm(Scalar[] x, Scalar[] scale, Scalar[] shift)
    {
        Scalar mean = Sum(x) * (1.0 / x.Length);
        Scalar[] centred = [.. x.Select(value => value - mean)];
        Scalar deviation = ((Sum(centred.Select(value => value * value)) * (1.0 / x.Length)) + Epsilon).Root();
        return [.. centred.Select((value, d) => (value / deviation * scale[d]) + shift[d])];
    }

    private static Scalar[] Add(Scalar[] a, Scalar[] b) => [.. a.Zip(b, (one, other) => one + other)];

    private static Scalar Sum(IEnumerable<Scalar> values) => values.Aggregate((a, b) => a + b);
}
