using System.Diagnostics;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Sessions;

/// <content>What runs on the session's thread.</content>
public sealed partial class Session
{
    private Task Do(Action command, bool changes = true)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool posted = _commands.TryPost(() =>
        {
            try
            {
                command();
                if (changes)
                {
                    ShowChange();
                }
                done.SetResult();
            }
            catch (Exception e) when (e is SettingException or DataException or OutOfDeviceMemoryException)
            {
                done.SetException(e);
            }
            catch (Exception e)
            {
                done.SetException(e);
                Fail(e);
            }
        });
        return posted ? done.Task : Task.FromException(new SettingException(SnapshotHub.Ended));
    }

    private void Loop()
    {
        while (!_commands.IsDone)
        {
            try
            {
                Turn();
            }
            catch (Exception e)
            {
                BreakOff(e);
            }
        }

        _hub.Close();
        _run.Dispose();
    }

    /// <summary>One command, or else one batch, or else a wait.</summary>
    private void Turn()
    {
        if (_commands.TryTake(out Action command))
        {
            command();
            return;
        }

        int wait = _state == SessionState.Running ? _pacer.Wait : Timeout.Infinite;
        if (wait == 0)
        {
            TrainOne();
        }
        else
        {
            _commands.Wait(wait);
        }
    }

    /// <summary>Whatever else goes wrong on the thread ends in a sentence on the page, never in the server.</summary>
    private void BreakOff(Exception exception)
    {
        Report(exception);
        _state = SessionState.Failed;
        _sentence = $"This lab broke off by an unexpected error ({exception.GetType().Name}: {exception.Message}); reset starts it again.";
        try
        {
            ShowChange();
        }
        catch (Exception e)
        {
            Report(e);
        }
    }

    /// <summary>Tells of an unexpected error; a listener that throws as well is left to itself.</summary>
    private void Report(Exception exception)
    {
        try
        {
            Faulted?.Invoke(exception);
        }
        catch (Exception)
        {
            // There is nobody left to tell.
        }
    }

    private void TrainOne()
    {
        long start = Stopwatch.GetTimestamp();
        _pacer.Begin(start);
        try
        {
            BatchResult result = _run.Trainer.TrainBatch();
            _meter.Add(start);
            bool goesOn = ReplayDueEdits();
            if (result.HasFlag(BatchResult.Finishes))
            {
                Settle(SessionState.Finished, "");
            }
            else if (result.HasFlag(BatchResult.StopsEarly) && !goesOn)
            {
                Settle(SessionState.StoppedEarly, $"Stopped early after epoch {_run.Trainer.Clock.Epoch}: the {(_run.Trainer.Data.HasValidation ? "validation" : "test")} loss has not fallen for {_run.Trainer.Training.Patience} epochs; play goes on without early stopping.");
            }
            else if (_state == SessionState.Running && _run.Trainer.Clock.Batch >= _run.PauseAfter)
            {
                Settle(SessionState.Paused, "");
            }
            else if (_view.Revision != _run.Layout.Revision)
            {
                ShowChange();
            }
            else if (_hub.IsWanted && Stopwatch.GetElapsedTime(_lastSnapshot) >= _snapshotInterval)
            {
                Publish();
            }

            ProbeWhenDue();
        }
        catch (OutOfDeviceMemoryException e)
        {
            // Nothing is lost: the batch may be tried again on another device, or with less beside it.
            Settle(SessionState.Paused, e.Message);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>Makes the recorded edits that are due.</summary>
    /// <returns>True when one of them switched early stopping off, as playing on after an early stop does, or brought other
    /// data.</returns>
    private bool ReplayDueEdits()
    {
        bool made = false;
        bool goesOn = false;
        while (_run.Pending.TryPeek(out Edit? edit) && edit.Batch <= _run.Trainer.Clock.Batch)
        {
            try
            {
                _run.Trainer.Retune(edit.Setting, edit.New);
            }
            catch (SettingException e) when (edit.Setting == TrainingSpec.DeviceSetting)
            {
                // Tried again by the next Play: whoever cannot wait for the device chooses another.
                Settle(SessionState.Paused, e.Message);
                return goesOn;
            }
            _run.Pending.Dequeue();
            made = true;
            goesOn |= edit is { Setting: TrainingSpec.PatienceId, New: 0 } or { Setting: TrainingSpec.StageId };
        }
        if (made)
        {
            ShowChange();
        }
        return goesOn;
    }

    private void Resume(int pauseAfter)
    {
        if (_state is SessionState.Finished or SessionState.Failed || _run.Trainer.IsFinished)
        {
            return;
        }
        if (_state == SessionState.StoppedEarly)
        {
            _run.Trainer.Retune(TrainingSpec.PatienceId, 0);
        }
        _sentence = "";
        if (_state != SessionState.Running)
        {
            _meter.Rest();
            _pacer.Restart();
        }
        _run.PauseAfter = pauseAfter;
        _state = SessionState.Running;
        ReplayDueEdits();
    }

    private void Rest()
    {
        if (_state == SessionState.Running)
        {
            _state = SessionState.Paused;
            _meter.Rest();
        }
    }

    private void Settle(SessionState state, string sentence)
    {
        _state = state;
        _sentence = sentence;
        _meter.Rest();
        ShowChange();
    }

    private void Fail(Exception exception)
    {
        if (exception is not (TrainingException or SettingException))
        {
            Report(exception);
        }
        Settle(SessionState.Failed, exception is TrainingException or SettingException
            ? exception.Message
            : $"Training broke off by an unexpected error after batch {_run.Trainer.Clock.Batch} ({exception.GetType().Name}: {exception.Message}); reset starts it again.");
    }

    private void Replace(SessionRun run)
    {
        _run.Dispose();
        _run = run;
        _generation++;
        _speed = null;
        _state = SessionState.Paused;
        _sentence = "";
        _meter.Forget();
    }

    private void ShowChange()
    {
        Volatile.Write(ref _view, MakeView());
        Publish();
        foreach (Action handler in Delegate.EnumerateInvocationList(Changed))
        {
            try
            {
                handler();
            }
            catch (Exception e)
            {
                // A page that cannot take the news must not end the training, nor keep it from the other pages.
                Report(e);
            }
        }
    }

    private void Publish()
    {
        _lastSnapshot = Stopwatch.GetTimestamp();
        _hub.Publish(_run.Snapshot(++_version, _generation, _state, _sentence, _meter, _pacer.Limit, Viewers));
    }

    private SessionView MakeView()
    {
        Trainer trainer = _run.Trainer;
        return new SessionView
        {
            Generation = _generation,
            State = _state,
            Sentence = _sentence,
            InitialSpec = trainer.Spec,
            Spec = trainer.CurrentSpec,
            Rule = trainer.Rule,
            Settings = trainer.Settings,
            Edits = [.. trainer.Edits],
            StageBatches = trainer.StageBatches,
            Clock = trainer.Clock,
            SpeedLimit = _pacer.Limit,
            IsReplaying = _run.Pending.Count > 0,
            Layout = _run.Layout,
            Backend = trainer.Backend.Name,
            Devices = _backend.Devices,
            MaxThreads = trainer.Backend.MaxThreads,
            Speed = _speedBackend == trainer.Backend ? _speed : null,
            SpeedProbing = _probing,
            DeviceComparison = _comparedShape == ShapeToCompare(trainer) ? _comparison : null,
        };
    }
}
