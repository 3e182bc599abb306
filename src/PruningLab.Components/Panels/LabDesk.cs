using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Panels;

/// <summary>What the controls of a lab page act on: a session, the changes that need a new run and wait for it, and the
/// sentences about what could not be done, each kept for the place where it was caused.</summary>
/// <remarks>Belongs to one page and is used on its synchronisation context alone.</remarks>
public sealed class LabDesk
{
    private readonly List<Change> _pending = [];
    private readonly Dictionary<string, string> _faults = [];
    private bool _applying;

    /// <summary>A desk for a session.</summary>
    /// <param name="session">The session.</param>
    public LabDesk(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        Session = session;
    }

    /// <summary>Raised when what the controls show has changed.</summary>
    public event Action? Changed;

    /// <summary>The session.</summary>
    public Session Session { get; }

    /// <summary>The session as it is.</summary>
    public SessionView View => Session.View;

    /// <summary>The experiment as the controls show it: with the changes that wait.</summary>
    public ExperimentSpec Shown => Apply(_pending);

    /// <summary>What waits for a new run, in words.</summary>
    public IReadOnlyList<string> Pending => [.. _pending.Select(change => change.Text)];

    /// <summary>Whether another rule waits, so that its settings cannot act live.</summary>
    public bool RuleWaits => Shown.Rule.Id != View.Spec.Rule.Id;

    /// <summary>Whether a run has begun that a structural change would end.</summary>
    public bool HasBegun => View.Clock.Batch > 0 || View.State == SessionState.Running;

    /// <summary>The sentence about what could not be done at a place.</summary>
    /// <param name="place">The place's name.</param>
    /// <returns>The sentence, or null.</returns>
    public string? FaultAt(string place) => _faults.GetValueOrDefault(place);

    /// <summary>Takes a sentence away.</summary>
    /// <param name="place">The place's name.</param>
    public void ForgetFault(string place)
    {
        if (_faults.Remove(place))
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Does something to the session; what is refused becomes the place's sentence.</summary>
    /// <param name="place">Where it was asked for.</param>
    /// <param name="command">What to do.</param>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> TryAsync(string place, Func<Task> command)
    {
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            await command();
            _faults.Remove(place);
            return true;
        }
        catch (Exception exception) when (exception is SettingException or DataException or OutOfDeviceMemoryException)
        {
            _faults[place] = exception.Message;
            return false;
        }
        finally
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Says a sentence at a place.</summary>
    /// <param name="place">The place's name.</param>
    /// <param name="sentence">The sentence.</param>
    public void Fault(string place, string sentence)
    {
        _faults[place] = sentence;
        Changed?.Invoke();
    }

    /// <summary>Changes a live setting before the next batch.</summary>
    /// <param name="place">Where it was asked for.</param>
    /// <param name="id">The setting.</param>
    /// <param name="value">Its new value.</param>
    /// <returns>Whether it took effect.</returns>
    public Task<bool> RetuneAsync(string place, string id, double value) => TryAsync(place, () => Session.RetuneAsync(id, value));

    /// <summary>Has the run go on on another device, before its next batch.</summary>
    /// <param name="place">Where it was asked for.</param>
    /// <param name="device">Id of the device.</param>
    /// <returns>Whether it is there.</returns>
    public Task<bool> MoveAsync(string place, string device) => TryAsync(place, () => Session.RetuneAsync(TrainingSpec.DeviceSetting, DeviceId.Number(device)));

    /// <summary>Changes something that needs a new run: at once when no run has begun, otherwise it waits for
    /// <see cref="StartAsync"/>.</summary>
    /// <param name="place">Where it was asked for.</param>
    /// <param name="key">What is changed; a later change of the same key takes this one's place.</param>
    /// <param name="text">The change in a few words, such as "window 60".</param>
    /// <param name="apply">Makes the change.</param>
    /// <returns>When it waits or has been made.</returns>
    public async Task ChangeAsync(string place, string key, string text, Func<ExperimentSpec, ExperimentSpec> apply)
    {
        _pending.RemoveAll(change => change.Key == key || change.Key.StartsWith(key + ":", StringComparison.Ordinal));
        List<Change> with = [.. _pending, new Change(place, key, text, apply)];
        if (Apply(with).ToJson() != Apply(_pending).ToJson())
        {
            _pending.Add(with[^1]);
        }

        _faults.Remove(place);
        Changed?.Invoke();
        if (!HasBegun)
        {
            await ApplyPendingAsync(place);
        }
    }

    /// <summary>Begins a new run with all that waits.</summary>
    /// <returns>When it stands ready, or its place has a sentence.</returns>
    public Task StartAsync() => ApplyPendingAsync(_pending.Count > 0 ? _pending[^1].Place : string.Empty);

    /// <summary>Forgets all that waits.</summary>
    public void Discard()
    {
        foreach (Change change in _pending)
        {
            _faults.Remove(change.Place);
        }

        _pending.Clear();
        Changed?.Invoke();
    }

    /// <summary>Applies what waits, again while more has come in the meantime; one at a time.</summary>
    private async Task ApplyPendingAsync(string place)
    {
        if (_applying)
        {
            return;
        }

        _applying = true;
        try
        {
            while (_pending.Count > 0)
            {
                Change[] taken = [.. _pending];
                if (!await TryAsync(place, () => Session.RestartAsync(Apply(taken))))
                {
                    return;
                }

                _pending.RemoveAll(taken.Contains);
            }
        }
        finally
        {
            _applying = false;
            Changed?.Invoke();
        }
    }

    private ExperimentSpec Apply(IEnumerable<Change> changes) => changes.Aggregate(View.Spec, (spec, change) => change.Make(spec));

    private sealed record Change(string Place, string Key, string Text, Func<ExperimentSpec, ExperimentSpec> Make);
}
