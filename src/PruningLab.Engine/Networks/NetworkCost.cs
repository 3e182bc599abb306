namespace PruningLab.Engine.Networks;

/// <summary>What a network costs by its shape and its masks, without a clock: multiply-adds and bytes.</summary>
public static class NetworkCost
{
    /// <summary>How often a parameter's matrix is multiplied in one prediction: once per time step, per patch, or once; 0 for
    /// what is no matrix (biases, positions, LayerNorm).</summary>
    public static int Uses(NetworkShape shape, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.From.Length == 0 ? 0 : parameter.To == "output" ? 1 : shape.Spec.Kind switch
        {
            NetworkKind.Mlp => 1,
            NetworkKind.PatchTst => shape.Spec.PatchTst.PatchesFor(shape.Window),
            _ => shape.Window,
        };
    }

    /// <summary>Multiply-adds of one prediction: <c>Σ uses · active weights</c>, and for attention <c>2·P²·d</c> per block
    /// (queries with keys, attention with values), which no mask lessens.</summary>
    /// <param name="shape">The network's shape.</param>
    /// <param name="active">Active weights of a parameter, by its number in <see cref="Architecture.Parameters"/>.</param>
    /// <returns>Multiply-adds of the forward pass of one window; biases, activations and norms are not counted.</returns>
    public static long MultiplyAdds(NetworkShape shape, Func<int, long> active)
    {
        ArgumentNullException.ThrowIfNull(active);
        IReadOnlyList<ParameterInfo> parameters = Architecture.Of(shape).Parameters;
        long sum = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            int uses = Uses(shape, parameters[i]);
            sum += uses > 0 ? uses * active(i) : 0;
        }
        if (shape.Spec.Kind == NetworkKind.PatchTst)
        {
            PatchTstSpec spec = shape.Spec.PatchTst;
            long patches = spec.PatchesFor(shape.Window);
            sum += 2 * spec.Blocks * patches * patches * spec.Width;
        }
        return sum;
    }

    /// <summary>Bytes of all parameters as they are while training: 4 per value.</summary>
    public static long DenseBytes(NetworkShape shape) => Architecture.Of(shape).Parameters.Sum(p => (long)p.Length) * sizeof(float);
}
