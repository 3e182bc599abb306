using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Sessions;

/// <content>Timing the run's steps on every device between two batches.</content>
public sealed partial class Session
{
    private DeviceReport? _comparison;
    private NetworkShape? _comparedShape;

    /// <summary>Times training steps of the run on every device between two batches, on copies: the run's result stays what it
    /// is. Takes about a second.</summary>
    /// <returns>The report, which is the view's from then on until the network's shape, the batch size or the threads change;
    /// what went wrong is told in its sentences.</returns>
    /// <exception cref="SettingException">The session has ended.</exception>
    public async Task<DeviceReport> CompareDevicesAsync()
    {
        DeviceReport? report = null;
        await Do(() =>
        {
            report = CompareDevices();
            (_comparison, _comparedShape) = (report, ShapeToCompare(_run.Trainer));
        }).ConfigureAwait(false);
        return report!;
    }

    /// <summary>Whatever goes wrong is told in the report and harms no run.</summary>
    private DeviceReport CompareDevices()
    {
        Trainer trainer = _run.Trainer;
        try
        {
            return new DeviceProbe(_backend, _time).Measure(trainer);
        }
        catch (Exception e)
        {
            return new DeviceReport
            {
                Batch = trainer.Clock.Batch,
                BatchSize = trainer.Network.Shape.BatchSize,
                Devices = [],
                Sentence = $"The devices could not be compared: {e.Message}",
            };
        }
    }

    /// <summary>What the times depend on, wherever the network is now.</summary>
    private static NetworkShape ShapeToCompare(Trainer trainer) => trainer.Network.Shape with { Threads = trainer.Training.Threads };
}
