using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Training;

/// <content>Data that change in mid-run.</content>
public sealed partial class Trainer
{
    /// <summary>Number of the stage in force, from 0.</summary>
    public int Stage => Data.Stage;

    /// <summary>Batch after which each stage so far came; the first after batch 0. Never changes; the next stage makes a new one.</summary>
    public IReadOnlyList<int> StageBatches { get; private set; } = [0];

    /// <summary>Whether another stage comes by itself within the run: early stopping must not end it before.</summary>
    private bool IsStageStillToCome =>
        Spec.Data.StageEpochs > 0 && Stage + 1 < Data.Stages.Count && (long)(Stage + 1) * Spec.Data.StageEpochs < Training.Epochs;

    /// <summary>A person's click; a stage that comes by epoch is no edit, because it comes again by itself.</summary>
    private Edit? ChooseStage(double value)
    {
        int stages = Data.Stages.Count;
        if (stages == 1)
        {
            throw new SettingException("These data have one part only; choose how many parts they have, and start a new run.");
        }
        if (value == Stage)
        {
            return null;
        }
        if (value != Math.Floor(value) || value < Stage || value >= stages)
        {
            throw new SettingException(string.Create(CultureInfo.InvariantCulture,
                $"Part {value + 1} of the data was asked for while part {Stage + 1} of {stages} is in force, but parts come in their order and never again: "
                + $"{(Stage + 1 < stages ? $"choose part {Stage + 2} to {stages}" : "the last one is in force already")}."));
        }
        Edit edit = new(Clock.Batch, TrainingSpec.StageId, Stage, value);
        Enter((int)value);
        _edits.Add(edit);
        return edit;
    }

    /// <summary>Moves on when an epoch begins by which another stage was to come.</summary>
    private void EnterDueStage()
    {
        int every = Spec.Data.StageEpochs;
        if (every == 0 || Clock.Batch % BatchesPerEpoch != 0)
        {
            return;
        }
        int due = Math.Min(Clock.Batch / BatchesPerEpoch / every, Data.Stages.Count - 1);
        if (due > Stage)
        {
            Enter(due);
        }
    }

    private void Enter(int stage)
    {
        WindowSet data = Data.Stages[stage];
        Network.Bind(data);
        Evaluator evaluator = new(Network, data, _streams);
        ErrorFigures test;
        try
        {
            (_, test, Log.Prediction) = evaluator.Evaluate(Clock.Epoch, _rule.DropoutRate(Settings), _rule.PredictionPasses(Settings));
        }
        catch (OutOfDeviceMemoryException)
        {
            Network.Bind(Data);
            throw;
        }
        StageBatches = [.. StageBatches, .. Enumerable.Repeat(Clock.Batch, stage - Stage)];
        Data = data;
        _context.Enter(data);
        _evaluator = evaluator;
        _order = [.. Enumerable.Range(0, data.TrainCount)];
        _mustOrder = true;

        // What was reached on other data says nothing about these.
        (_bestLoss, _epochsWithoutGain) = (double.PositiveInfinity, 0);
        Revision++;
        _context.Note(JournalKind.Data, string.Create(CultureInfo.InvariantCulture,
            $"Part {stage + 1} of {data.Stages.Count} of the data came: {data.TrainCount:N0} windows train, {data.TestCount:N0} test, and the test loss on them is {test.Loss:0.####}."));
    }

    /// <summary>A new order for an epoch, or for the rest of one in which the data changed. Of a stage that has more windows than
    /// an epoch takes, a random part, in its order where windows are not shuffled.</summary>
    private void OrderWindows()
    {
        _mustOrder = false;
        if (Training.Shuffle)
        {
            _shuffle.Shuffle(_order);
        }
        else if (_order.Length > _windowsPerEpoch)
        {
            _shuffle.Shuffle(_order);
            Array.Sort(_order, 0, _windowsPerEpoch);
        }
    }
}
