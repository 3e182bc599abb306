using PruningLab.Engine.Devices;

namespace PruningLab.Components.Panels;

/// <summary>The seed of all random numbers.</summary>
public sealed partial class SeedGroup : DeskGroup
{
    /// <inheritdoc/>
    protected override string Place => "seed";

    private bool OnCard => DeviceId.Card(Spec.Training.Device ?? DeviceId.Cpu) >= 0;

    private Task SetSeedAsync(double seed) => ChangeAsync("seed", $"seed {(int)seed}", spec => spec with { Seed = (int)seed });

    private async Task NewSeedAsync() => await Desk.TryAsync(Place, () => Desk.Session.ReseedAsync(Seeds.Next()));
}
