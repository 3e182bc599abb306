using PruningLab.Engine.Devices;

namespace PruningLab.Engine.Training;

/// <content>What follows a backward pass, and the end of an epoch.</content>
public sealed partial class Trainer
{
    /// <summary>What follows the backward pass; it cannot be done again from the start when the device is full half-way through.</summary>
    private void Step()
    {
        try
        {
            _context.IsBeforeStep = true;
            _rule.AfterBackward(_context);
            Masks.Apply(Network);
            Network.OptimizerStep(_optimizer);
            _context.IsBeforeStep = false;
            _context.MayGrow = true;
            _rule.AfterStep(_context);
            _context.MayGrow = false;
            Masks.Apply(Network);
        }
        catch (OutOfDeviceMemoryException e)
        {
            throw CannotGoOn(e, Clock.Batch);
        }
    }

    private BatchResult EndEpoch()
    {
        CollectLosses();
        ThrowIfFailed();
        double loss = Evaluate();
        _mustEndEpoch = false;
        if (!double.IsFinite(loss))
        {
            throw Diverged(Clock, loss);
        }
        ActAfterEpoch();
        BatchResult result = BatchResult.EndsEpoch;
        if (IsStageStillToCome || !_rule.MayStopEarly(Settings, Training, Clock))
        {
            _bestLoss = double.PositiveInfinity;
            _epochsWithoutGain = 0;
        }
        else if (loss < _bestLoss)
        {
            _bestLoss = loss;
            _epochsWithoutGain = 0;
        }
        else
        {
            _epochsWithoutGain++;
        }
        if (IsFinished)
        {
            result |= BatchResult.Finishes;
        }
        else if (Training.Patience > 0 && _epochsWithoutGain >= Training.Patience)
        {
            result |= BatchResult.StopsEarly;
        }
        return result;
    }

    private void ActAfterEpoch()
    {
        try
        {
            _context.MayGrow = true;
            _rule.AfterEpoch(_context);
            _context.MayGrow = false;
            Masks.Apply(Network);
        }
        catch (OutOfDeviceMemoryException e)
        {
            throw CannotGoOn(e, Clock.Batch);
        }
    }

    private double Evaluate()
    {
        (ErrorFigures validation, ErrorFigures test, TestPrediction prediction) = _evaluator.Evaluate(
            Clock.Epoch, _rule.DropoutRate(Settings), _rule.PredictionPasses(Settings));
        ErrorFigures train = Clock.Batch == 0 ? ErrorFigures.Unknown : _context.TakeErrors().Mean(Data);
        Log.Epochs.Add(new EpochRow { Epoch = Clock.Epoch, Batch = Clock.Batch, Train = train, Validation = validation, Test = test });
        Log.Prediction = prediction;
        return validation.Loss;
    }
}
