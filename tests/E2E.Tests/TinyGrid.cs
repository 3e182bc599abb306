using System.Globalization;
using System.Text;
using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.E2E.Tests;

/// <summary>A finished grid of eight very small trainings in the data folder of a server, on an uploaded file of its own.</summary>
/// <param name="Slug">Its folder, and the last part of its address.</param>
/// <param name="Source">Id of its data.</param>
/// <param name="Store">Its store.</param>
public sealed record TinyGrid(string Slug, string Source, GridStore Store)
{
    /// <summary>Epochs of each training.</summary>
    public const int Epochs = 4;

    /// <summary>Does the trainings and leaves them where the server finds them.</summary>
    /// <param name="server">The server.</param>
    /// <returns>The grid.</returns>
    public static async Task<TinyGrid> RunAsync(ServerProcess server)
    {
        ArgumentNullException.ThrowIfNull(server);
        DataCatalogue catalogue = new(Path.Combine(server.DataFolder, "no-packages"), Path.Combine(server.DataFolder, "uploads"));
        StringBuilder csv = new("date,temperature\n");
        for (int day = 0; day < 120; day++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{new DateTime(2020, 1, 1).AddDays(day):yyyy-MM-dd},{10 + 5 * Math.Sin(day / 7.0) + day % 5 * 0.3:0.00}\n");
        }

        using MemoryStream file = new(Encoding.UTF8.GetBytes(csv.ToString()));
        CatalogueEntry data = await catalogue.AddUploadAsync(file, "waves.csv");
        GridSpec spec = new()
        {
            Name = "Tiny",
            Data = [new GridData("Waves & more", new DataSpec { Source = data.Id })],
            Networks = [new GridNetwork("RNN", new NetworkSpec { Kind = NetworkKind.Rnn, HiddenUnits = 4 })],
            Windows = [3, 5],
            Methods = [new GridMethod("No Dropout", new RuleSpec("none")), new GridMethod("Synaptic Pruning", new RuleSpec("synaptic-pruning"))],
            Training = new TrainingSpec { Epochs = Epochs, BatchSize = 16, Patience = 0 },
            Seeds = [42, 43],
        };
        string slug = "tiny-" + Guid.NewGuid().ToString("N")[..8];
        GridStore store = GridStore.Create(Path.Combine(server.DataFolder, "experiments", slug), spec);
        using GridRunner runner = new(store, new CatalogueWindowSource(catalogue), new ManagedBackend(), RuleCatalogue.Default, new GridRunnerOptions { Workers = 1 });
        GridProgress progress = await runner.RunAsync(CancellationToken.None);
        Assert.Equal((GridState.Finished, 8, 0), (progress.State, progress.Done, progress.Failed));
        return new TinyGrid(slug, data.Id, store);
    }

    /// <summary>Takes the grid's data away.</summary>
    /// <param name="server">The server.</param>
    public void RemoveData(ServerProcess server)
    {
        ArgumentNullException.ThrowIfNull(server);
        new DataCatalogue(Path.Combine(server.DataFolder, "no-packages"), Path.Combine(server.DataFolder, "uploads")).Remove(Source);
    }
}
