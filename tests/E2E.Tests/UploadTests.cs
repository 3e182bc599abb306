using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class UploadTests(Browser browser, SharedServer server)
{
    [Fact]
    public async Task Upload_SemicolonsDecimalCommasAndGaps_TrainsOnIt()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);

        await SendAsync(lab, "messung.csv", GoodFile(400));
        await lab.UntilAsync("Number(of('graph').generation) > 1");
        await lab.UntilDrawnAsync();
        JsonNode truth = await lab.StepEpochsAsync(1);

        await Assertions.Expect(lab.Field("data-source").Locator("option:checked")).ToContainTextAsync("messung");
        await Assertions.Expect(lab.At("features")).ToContainTextAsync("2 of 2");
        Assert.True((int)truth["batch"]! > 0);
        JsonNode data = (await lab.RecordAsync())["spec"]!["data"]!;
        Assert.NotEqual("sp500", (string?)data["source"]);
        await lab.At("data-format").Locator("summary").ClickAsync();
        Assert.Equal(";", await lab.Field("format-separator").InputValueAsync());
        Assert.Equal(",", await lab.Field("format-decimal").InputValueAsync());
        await Assertions.Expect(lab.At("data").Locator(".alert-line.error")).ToHaveCountAsync(0);
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task Upload_BadFiles_EachGivesOneSentenceAndTheRunGoesOn()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.SetSpeedAsync(5);
        await lab.PlayAsync();
        string? source = await lab.Field("data-source").InputValueAsync();

        await RefusedAsync(lab, "empty.csv", [], "empty.csv: the file is empty");
        await RefusedAsync(lab, "ragged.csv", Text("a,b\n1,2\n3,4\n5,6,7\n8,9\n"), "ragged.csv, line 4");
        await RefusedAsync(lab, "words.csv", Text("a,b\n" + string.Concat(Enumerable.Repeat("1.5,2\n", 20)) + "3.5,many\n" + string.Concat(Enumerable.Repeat("1.5,2\n", 20))), "words.csv, line 22, column 2 (b)");
        await RefusedAsync(lab, "book.csv", [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00, 0x08, 0x00, 0, 0, 0x21, 0], "book.csv: the file is");
        await RefusedAsync(lab, "quote.csv", Text("a,b\n1,2\n\"3,4\n5,6\n"), "quote.csv, line 3");
        await RefusedTooLargeAsync(lab);

        Assert.Equal(source, await lab.Field("data-source").InputValueAsync());
        Assert.Equal("1", await lab.ReadAsync("graph", "generation"));
        double batch = await lab.NumberAsync("readouts", "batch");
        await lab.UntilBatchAsync((int)batch + 3);
        await Assertions.Expect(lab.At("pending")).ToHaveCountAsync(0);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] GoodFile(int rows)
    {
        var text = new StringBuilder("Datum;Druck;Temperatur\n");
        for (int i = 0; i < rows; i++)
        {
            string pressure = i % 37 == 5 ? "NA" : (1000 + (20 * Math.Sin(i / 9d))).ToString("F2", CultureInfo.InvariantCulture).Replace('.', ',');
            string temperature = i % 53 == 7 ? string.Empty : (15 + (10 * Math.Cos(i / 11d))).ToString("F1", CultureInfo.InvariantCulture).Replace('.', ',');
            text.Append(CultureInfo.InvariantCulture, $"{new DateOnly(2020, 1, 1).AddDays(i):dd.MM.yyyy};{pressure};{temperature}\n");
        }

        return Text(text.ToString());
    }

    private static Task SendAsync(OpenLab lab, string name, byte[] content) =>
        lab.At("upload").Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = content });

    private static async Task RefusedAsync(OpenLab lab, string name, byte[] content, string expected)
    {
        await SendAsync(lab, name, content);
        await SaysAsync(lab, expected);
    }

    private static async Task RefusedTooLargeAsync(OpenLab lab)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("pruninglab-e2e-").FullName, "huge.csv");
        try
        {
            using (FileStream file = File.Create(path))
            {
                file.SetLength(51L * 1024 * 1024);
            }

            await lab.At("upload").Locator("input[type=file]").SetInputFilesAsync(path);
            await SaysAsync(lab, "huge.csv: the file has 51 MB where at most 50 MB are taken");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private static async Task SaysAsync(OpenLab lab, string expected)
    {
        ILocator sentence = lab.At("data").Locator(".alert-line.error .sentence");
        await Assertions.Expect(sentence).ToContainTextAsync(expected);
        string text = (await sentence.TextContentAsync())!.Trim();
        Assert.EndsWith(".", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        await Assertions.Expect(lab.At("upload").Locator("progress")).ToBeHiddenAsync();
    }
}
