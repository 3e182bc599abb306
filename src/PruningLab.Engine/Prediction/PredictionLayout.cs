using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Prediction;

/// <summary>What a predictor keeps of a network: parts of weight matrices and the values beside them.</summary>
/// <remarks>
/// Units from which no path of active weights leads to an output are dropped, with everything that leads to them: no output
/// changes by a bit, since what is left out was multiplied by nothing. Units of PatchTST's residual stream always matter;
/// there only units of the feed-forward layers are dropped.
/// </remarks>
internal abstract class PredictionLayout
{
    private readonly Mask?[] _masks;

    /// <summary>Prepares.</summary>
    /// <param name="shape">Shape of the network.</param>
    /// <param name="masks">Mask of each parameter; null where all weights are active.</param>
    protected PredictionLayout(NetworkShape shape, Mask?[] masks)
    {
        Shape = shape;
        Parameters = Architecture.Of(shape).Parameters;
        _masks = masks;
    }

    /// <summary>Shape of the network.</summary>
    public NetworkShape Shape { get; }

    /// <summary>Parameters of the network.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>The weight matrices, in the order in which they are used.</summary>
    public IReadOnlyList<MatrixPart> Matrices { get; protected init; } = [];

    /// <summary>Numbers kept beside the matrices: biases and the like.</summary>
    public long VectorValues { get; protected init; }

    /// <summary>Hidden units that are left out.</summary>
    public int DroppedUnits { get; protected init; }

    /// <summary>The layout of a network.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="masks">Its masks; null to keep everything.</param>
    public static PredictionLayout Of(NetworkShape shape, MaskSet? masks)
    {
        Mask?[] byParameter = new Mask?[Architecture.Of(shape).Parameters.Count];
        for (int i = 0; i < (masks?.Count ?? 0); i++)
        {
            byParameter[masks!.ParameterNumber(i)] = masks[i];
        }
        return shape.Spec.Kind switch
        {
            NetworkKind.Mlp => new MlpLayout(shape, byParameter),
            NetworkKind.PatchTst => new PatchTstLayout(shape, byParameter),
            _ => new RecurrentLayout(shape, byParameter),
        };
    }

    /// <summary>Numbers 0 … count − 1.</summary>
    protected static int[] All(int count) => [.. Enumerable.Range(0, count)];

    /// <summary>A part of a parameter.</summary>
    protected MatrixPart Part(int parameter, int[] rows, int[] columns) =>
        new(parameter, Parameters[parameter].Columns, rows, columns, _masks[parameter]);

    /// <summary>Marks the columns of a parameter that have an active weight in some of its rows.</summary>
    /// <param name="parameter">Number of the parameter.</param>
    /// <param name="rows">Rows that matter.</param>
    /// <param name="live">One place per column; true where one was found.</param>
    /// <returns>True when a place became true.</returns>
    protected bool MarkSenders(int parameter, IEnumerable<int> rows, bool[] live)
    {
        int columns = Parameters[parameter].Columns;
        bool found = false;
        foreach (int row in rows)
        {
            for (int column = 0; column < columns; column++)
            {
                if (!live[column] && (_masks[parameter] is not { } mask || mask[(row * columns) + column]))
                {
                    live[column] = found = true;
                }
            }
        }
        return found;
    }

    /// <summary>Numbers of the true places.</summary>
    protected static int[] Numbers(bool[] live) => [.. Enumerable.Range(0, live.Length).Where(i => live[i])];
}
