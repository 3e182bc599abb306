using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Prediction;

/// <summary>What is kept of an RNN or LSTM: input weights, recurrent weights, head; both biases as their sum.</summary>
internal sealed class RecurrentLayout : PredictionLayout
{
    /// <summary>Finds the units that matter.</summary>
    public RecurrentLayout(NetworkShape shape, Mask?[] masks)
        : base(shape, masks)
    {
        int hidden = shape.Spec.HiddenUnits;
        Gates = Parameters[RecurrentArchitecture.InputWeights].Rows / hidden;
        bool[] live = new bool[hidden];
        MarkSenders(RecurrentArchitecture.HeadWeights, All(shape.Outputs), live);
        while (MarkSenders(RecurrentArchitecture.HiddenWeights, GateRows(Numbers(live), hidden), live))
        {
        }
        Units = Numbers(live);
        if (Gates == 1 && masks[RecurrentArchitecture.HiddenWeights] is { } mask)
        {
            // Their order is free: by the number of weights, so that the slices of an RNN need no row numbers.
            Units = [.. Units.OrderByDescending(unit => mask.Bits.Slice(unit * hidden, hidden).Count((byte)1))];
        }
        GateStride = KernelLayout.Pad(Units.Length);
        Rows = new int[Gates * GateStride];
        Array.Fill(Rows, -1);
        for (int gate = 0; gate < Gates; gate++)
        {
            for (int i = 0; i < Units.Length; i++)
            {
                Rows[(gate * GateStride) + i] = (gate * hidden) + Units[i];
            }
        }
        Matrices =
        [
            Part(RecurrentArchitecture.InputWeights, Rows, All(shape.Inputs)),
            Part(RecurrentArchitecture.HiddenWeights, Rows, Units),
            Part(RecurrentArchitecture.HeadWeights, All(shape.Outputs), Units),
        ];
        VectorValues = Rows.Length + shape.Outputs;
        DroppedUnits = hidden - Units.Length;
    }

    /// <summary>Four for an LSTM, one for an RNN.</summary>
    public int Gates { get; }

    /// <summary>Hidden units that are kept.</summary>
    public int[] Units { get; }

    /// <summary>Rows from one gate to the next: the units, padded to a multiple of 16.</summary>
    public int GateStride { get; }

    /// <summary>Row of the parameters for each row, −1 for padding.</summary>
    public int[] Rows { get; }

    private IEnumerable<int> GateRows(int[] units, int hidden) =>
        Enumerable.Range(0, Gates).SelectMany(gate => units.Select(unit => (gate * hidden) + unit));
}
