using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;

namespace PruningLab.Server.Tests;

public sealed class LabEndpointTests
{
    [Fact]
    public async Task Home_Get_OpensANewLabThatAnswers()
    {
        await using RunningServer server = await RunningServer.StartAsync();

        using HttpResponseMessage home = await server.SendAsync("/");

        Assert.Equal(HttpStatusCode.Redirect, home.StatusCode);
        string path = home.Headers.Location!.OriginalString;
        Assert.Matches("^/lab/[0-9a-f]{20}$", path);
        using HttpResponseMessage lab = await server.SendAsync(path);
        Assert.Equal(HttpStatusCode.OK, lab.StatusCode);
        string page = await lab.Content.ReadAsStringAsync();
        Assert.Contains("data-testid=\"setting-s_max\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_FetchedAhead_OpensNothing()
    {
        await using RunningServer server = await RunningServer.StartAsync();

        using HttpResponseMessage home = await server.SendAsync("/", ("Sec-Purpose", "prefetch;prerender"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, home.StatusCode);
        Assert.Equal(0, server.Application.Services.GetRequiredService<SessionRegistry>().Count);
    }

    [Fact]
    public async Task Home_AllPlacesTaken_SaysSoInASentence()
    {
        await using RunningServer server = await RunningServer.StartAsync("http://127.0.0.1:0", "--PruningLab:MaxSessions", "1");
        using HttpResponseMessage first = await server.SendAsync("/");

        using HttpResponseMessage second = await server.SendAsync("/");

        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.Contains("places for experiments are taken", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/lab/0123456789abcdef0123")]
    [InlineData("/api/lab/0123456789abcdef0123/statistics")]
    [InlineData("/api/lab/0123456789abcdef0123/run.json")]
    [InlineData("/api/lab/0123456789abcdef0123/weights.safetensors")]
    public async Task Lab_UnknownId_IsNotFoundWithASentence(string path)
    {
        await using RunningServer server = await RunningServer.StartAsync();

        using HttpResponseMessage response = await server.SendAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("not here any more", await response.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Statistics_FreshLab_CountsNothingPruned()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Session session = server.Application.Services.GetRequiredService<SessionRegistry>().Create(ExperimentSpec.Ready);

        using HttpResponseMessage response = await server.SendAsync($"/api/lab/{session.Id}/statistics");

        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("paused", json.RootElement.GetProperty("state").GetString());
        Assert.Equal(0, json.RootElement.GetProperty("pruned").GetInt32());
        Assert.Equal(17_984, json.RootElement.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task RunJson_AfterAnEdit_IsARecordThatCanBeReadBack()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Session session = server.Application.Services.GetRequiredService<SessionRegistry>().Create(ExperimentSpec.Ready);
        await session.RetuneAsync("s_max", 0.5);

        using HttpResponseMessage response = await server.SendAsync($"/api/lab/{session.Id}/run.json");

        RunRecord record = RunRecord.FromJson(await response.Content.ReadAsStringAsync());
        Assert.Equal("s_max", Assert.Single(record.Edits).Setting);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
    }

    [Fact]
    public async Task Weights_WhileItTrains_AreOneMomentsWeightsAndMasks()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Session session = server.Application.Services.GetRequiredService<SessionRegistry>().Create(ExperimentSpec.Ready);
        await session.SetSpeedAsync(0);
        await session.PlayAsync();
        int batches = 0;
        while (batches < 400)
        {
            using HttpResponseMessage response = await server.SendAsync($"/api/lab/{session.Id}/weights.safetensors");

            byte[] bytes = await response.Content.ReadAsByteArrayAsync();
            using SafeTensorsReader reader = new(new MemoryStream(bytes), "weights.safetensors");
            using NetworkFile file = new(reader);
            Assert.True(file.Info!.Batches >= batches);
            batches = file.Info.Batches;
            Assert.Equal(file.Info.Sparsity, ZerosOfMasks(reader) / 17_984d);
            Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
            Assert.Equal($"pruninglab-weights-{session.Id[..6]}.safetensors", response.Content.Headers.ContentDisposition?.FileName);
            Assert.Equal(bytes.Length, response.Content.Headers.ContentLength);
        }
    }

    [Fact]
    public async Task Healthz_Get_TellsHowManySessions()
    {
        await using RunningServer server = await RunningServer.StartAsync();

        using HttpResponseMessage response = await server.SendAsync("/healthz");

        Assert.Contains("\"sessions\":0", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_GoodFile_IsListedAndStaysInTheDataFolder()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        string csv = "day,x,y\n" + string.Concat(Enumerable.Range(1, 60).Select(row => $"{row},{row * 2},{row * 3}\n"));

        using HttpResponseMessage response = await UploadAsync(server, "own.csv", csv);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("upload-own", answer.GetProperty("id").GetString());
        Assert.Equal(["own.csv"], server.UploadedFiles());
    }

    [Theory]
    [InlineData("empty.csv", "", "empty.csv")]
    [InlineData("words.csv", "a,b\nx,y\nz,w\n", "words.csv")]
    [InlineData("torn.csv", "a,b\n1,2\n3\n4,5\n", "line 3")]
    public async Task Upload_BadFile_IsRefusedWithASentenceAndLeavesNothing(string name, string csv, string mentioned)
    {
        await using RunningServer server = await RunningServer.StartAsync();

        using HttpResponseMessage response = await UploadAsync(server, name, csv);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(mentioned, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty(server.UploadedFiles());
    }

    [Fact]
    public async Task Upload_OverTheLimit_IsRefusedWithASentence()
    {
        await using RunningServer server = await RunningServer.StartAsync();

        using HttpResponseMessage response = await UploadAsync(server, "large.csv", new string('1', 51 * 1024 * 1024));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains("50 MB", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(server.UploadedFiles());
    }

    [Fact]
    public async Task Upload_WithoutThePagesHeader_IsRefused()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using var content = new StringContent("a,b\n1,2\n");

        using HttpResponseMessage response = await server.Client.PostAsync("/api/data?name=a.csv", content);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    /// <summary>Counts the masks' zeros; the weights there are zeros as well.</summary>
    private static int ZerosOfMasks(SafeTensorsReader reader)
    {
        int zeros = 0;
        foreach (TensorEntry mask in reader.Tensors.Where(tensor => tensor.Type == TensorType.U8))
        {
            TensorEntry tensor = reader.Find(mask.Name[..^SavedNetwork.MaskSuffix.Length])!;
            byte[] bits = new byte[mask.Count];
            float[] weights = new float[mask.Count];
            reader.Read(mask, bits);
            reader.Read(tensor, weights);
            for (int i = 0; i < bits.Length; i++)
            {
                Assert.Equal(bits[i] == 0, weights[i] == 0);
                zeros += 1 - bits[i];
            }
        }

        return zeros;
    }

    private static async Task<HttpResponseMessage> UploadAsync(RunningServer server, string name, string csv)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/data?name={name}");
        request.Headers.Add("X-PruningLab", "upload");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        return await server.Client.SendAsync(request);
    }
}
