using System.Text.Json;
using System.Text.Json.Nodes;
using PruningLab.Engine.Frames;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Tests.Sessions;
using PruningLab.Engine.Tests.Training;

namespace PruningLab.Engine.Tests.Frames;

public sealed class SpeedPictureTests
{
    [Fact]
    public async Task Of_BeforeAndAfterAMeasurement_SerialisesAsDocumented()
    {
        TimedBackend backend = new();
        using Session session = new("speed", TinyData.Spec, new TinyData(), backend, time: backend);
        Assert.Equal("""{"probing":"onRequest","report":null}""", Json(session));

        await session.SetSpeedProbingAsync(SpeedProbing.Regularly);
        await session.MeasureSpeedAsync(curve: true);

        JsonNode picture = JsonNode.Parse(Json(session))!;
        Assert.Equal("regularly", (string?)picture["probing"]);
        JsonObject report = picture["report"]!.AsObject();
        Assert.Equal(
            ["batch", "windows", "batchSize", "sparsity", "parameters", "parametersLeft", "multiplyAdds", "multiplyAddsLeft", "bytes", "compactBytes", "dense", "sparse", "curve", "breakEven", "paused", "sentence"],
            report.Select(property => property.Key));
        Assert.Equal(2, (double)report["dense"]!, 3);
        Assert.Equal(["sparsity", "dense", "sparse"], report["curve"]![0]!.AsObject().Select(property => property.Key));
    }

    [Fact]
    public async Task Of_AMeasurementThatCouldNotBe_HasNullsAndItsSentence()
    {
        using Session session = new("speed", TinyData.Spec, new TinyData(), new Plain());
        await session.MeasureSpeedAsync(curve: true);

        JsonNode report = JsonNode.Parse(Json(session))!["report"]!;

        Assert.Null(report["dense"]);
        Assert.Null(report["breakEven"]);
        Assert.NotEqual("", (string?)report["sentence"]);
    }

    private static string Json(Session session) => JsonSerializer.Serialize(SpeedPicture.Of(session.View), JsonSerializerOptions.Web);

    private sealed class Plain : Engine.Networks.IBackend
    {
        public string Name => "plain";

        public Engine.Networks.INetwork Create(Engine.Networks.NetworkShape shape, Engine.Training.RandomStream weights) =>
            new Engine.Networks.ManagedBackend().Create(shape, weights);
    }
}
