using System.Text.Json.Nodes;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class PictureTruthTests(Browser browser, SharedServer server)
{
    [Theory]
    [InlineData("Lstm", 17_984)]
    [InlineData("Rnn", 4_544)]
    public async Task Pause_InMidRun_WhatIsDrawnRedIsWhatIsMasked(string network, int prunable)
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process, 1920, 1080);
        await lab.ChooseNetworkAsync(network);
        await lab.At("graph").Locator("button[data-value=everything]").ClickAsync();
        await lab.RunFromAsync(3);
        await lab.UntilBatchAsync((3 * 64) + 12);

        JsonNode truth = await lab.PauseAsync();

        int pruned = (int)truth["pruned"]!;
        Assert.InRange(pruned, 1, prunable - 1);
        Assert.Equal(prunable, (int)truth["total"]!);
        Assert.Equal(pruned, (int)truth["zeros"]!);
        string edges = (await lab.ReadAsync("graph", "edges"))!;
        await lab.UntilAsync($"of('graph').redWeights === '{pruned}' && of('graph').drawn === '{edges}'");
        Assert.InRange(await lab.NumberAsync("graph", "drawn-red"), 1, double.Parse(edges, System.Globalization.CultureInfo.InvariantCulture));
        await lab.UntilAsync($"of('heatmaps').redCells === '{pruned}'");
        Assert.Equal($"{prunable - pruned}", await lab.ReadAsync("histogram", "active-weights"));
        foreach (JsonNode? matrix in truth["matrices"]!.AsArray())
        {
            string name = (string)matrix!["name"]!;
            string count = $"{matrix["pruned"]}";
            await lab.UntilAsync($"document.querySelector('[data-parameter=\"{name}\"]').dataset.redCells === '{count}'");
            await lab.UntilAsync($"document.querySelector('[data-matrix=\"{name}\"]').dataset.pruned === '{count}'");
        }

        await lab.UntilAsync($"document.querySelector('[data-matrix=all]').dataset.pruned === '{pruned}'");
        Assert.Empty(lab.Watched.Faults);
    }

    [Theory]
    [InlineData("Mlp", 84_100, 84_100)]
    [InlineData("PatchTst", 395_648, 297_344)]
    public async Task Pause_LargeNetwork_GraphAndLayersCountWhatIsMasked(string network, int prunable, int edges)
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.ChooseNetworkAsync(network);
        await lab.RunFromAsync(2);
        await lab.UntilBatchAsync((2 * 64) + 12);

        JsonNode truth = await lab.PauseAsync();

        int pruned = (int)truth["pruned"]!;
        Assert.InRange(pruned, 1, prunable - 1);
        Assert.Equal(prunable, (int)truth["total"]!);
        Assert.InRange(await lab.NumberAsync("graph", "drawn"), 1, 2_000);
        await lab.At("graph").Locator("button[data-value=everything]").ClickAsync();
        await lab.UntilAsync($"of('graph').redWeights === '{pruned}' && of('graph').drawn === '{edges}' && of('graph').edges === '{edges}'");
        foreach (JsonNode? matrix in truth["matrices"]!.AsArray())
        {
            await lab.UntilAsync($"document.querySelector('[data-matrix=\"{matrix!["name"]}\"]').dataset.pruned === '{matrix["pruned"]}'");
        }

        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task Heatmaps_PixelsOfAMatrix_AreRedWhereWeightsAreMasked()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process, 1920, 1080);
        await lab.ChooseNetworkAsync("Rnn");
        JsonNode truth = await lab.StepEpochsAsync(4);
        await lab.UntilAsync($"of('heatmaps').redCells === '{truth["pruned"]}'");

        // Each weight's share of the picture is compared with the store's mask: a cell is red when its reddest pixel is.
        int[] counts = await lab.Page.EvaluateAsync<int[]>("""
            async () => {
              const { benchFor } = await import("/_content/PruningLab.Components/js/bench.js");
              const { store } = benchFor("lab");
              const parameter = store.topology.parameters.find(p => p.name === "rnn.weight_hh_l0");
              const canvas = document.querySelector(`[data-parameter="${parameter.name}"] canvas`);
              const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
              const { rows, columns, offset } = parameter;
              let masked = 0, red = 0, differing = 0;
              for (let row = 0; row < rows; row++) {
                for (let column = 0; column < columns; column++) {
                  let reddish = false;
                  const [top, bottom] = [row, row + 1].map(r => Math.round(r * canvas.height / rows));
                  const [left, right] = [column, column + 1].map(c => Math.round(c * canvas.width / columns));
                  for (let y = top; y < bottom; y++) {
                    for (let x = left; x < right; x++) {
                      const [r, g, b] = data.slice(4 * (y * canvas.width + x), 4 * (y * canvas.width + x) + 3);
                      reddish ||= r - g > 10 && g - b < 0.5 * (r - g); // amber loses as much blue as green
                    }
                  }
                  const dead = store.dead[offset + row * columns + column] > 0;
                  masked += dead; red += reddish; differing += dead !== reddish;
                }
              }
              return [masked, red, differing];
            }
            """);

        int expected = (int)truth["matrices"]!.AsArray().Single(matrix => (string)matrix!["name"]! == "rnn.weight_hh_l0")!["pruned"]!;
        Assert.Equal([expected, expected, 0], counts);
    }
}
