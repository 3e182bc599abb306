using System.Diagnostics;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Sessions;

/// <content>Timing dense against sparse kernels between two batches.</content>
public sealed partial class Session
{
    private SpeedReport? _speed;
    private IBackend? _speedBackend;
    private SpeedProbing _probing = SpeedProbing.OnRequest;
    private long _lastProbe;

    /// <summary>Times dense against sparse kernels between two batches, on copies: the run's result stays what it is.</summary>
    /// <param name="curve">True to time a ladder of sparsities as well.</param>
    /// <returns>The report, which is the view's from then on.</returns>
    /// <exception cref="SettingException">Measuring is switched off, or the session has ended.</exception>
    public async Task<SpeedReport> MeasureSpeedAsync(bool curve)
    {
        SpeedReport? report = null;
        await Do(() =>
        {
            if (_probing == SpeedProbing.Off)
            {
                throw new SettingException("Measuring the speed is switched off; choose when it may be measured.");
            }
            Probe(curve);
            report = _speed;
        }).ConfigureAwait(false);
        return report!;
    }

    /// <summary>Says when the speed is measured.</summary>
    public Task SetSpeedProbingAsync(SpeedProbing probing) => Do(() => _probing = probing);

    private void ProbeWhenDue()
    {
        if (_probing == SpeedProbing.Regularly && _state == SessionState.Running && Viewers > 0 && Stopwatch.GetElapsedTime(_lastProbe) >= _speedInterval)
        {
            Probe(curve: false);
            ShowChange();
        }
    }

    /// <summary>Measures; whatever goes wrong is told in the report and harms no run.</summary>
    private void Probe(bool curve)
    {
        _speedBackend = _run.Trainer.Backend;
        SpeedProbe probe = new(_run.Trainer.Backend, _time);
        try
        {
            _speed = probe.Measure(_run.Trainer, _speed, curve);
        }
        catch (Exception e)
        {
            _speed = SpeedProbe.Count(_run.Trainer) with { Sentence = $"The speed could not be measured: {e.Message}" };
        }
        _lastProbe = Stopwatch.GetTimestamp();
    }
}
