using Microsoft.Extensions.Configuration;
using PruningLab.Server.Hosting;

namespace PruningLab.Server.Tests;

public sealed class ServerSettingsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("pruninglab-tests-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public void Read_Nothing_KeepsTheDefaults()
    {
        ServerSettings settings = Read();

        Assert.Equal(new Engine.Sessions.SessionOptions(), settings.Sessions);
        Assert.Equal(_data, settings.Data.Root);
    }

    [Fact]
    public void Read_GivenValues_AreTaken()
    {
        ServerSettings settings = Read(("PruningLab:MaxThreads", "1"), ("PruningLab:MaxSessions", "3"), ("PruningLab:PauseUnwatchedAfter", "00:00:05"));

        Assert.Equal(3, settings.Sessions.MaxSessions);
        Assert.Equal(1, settings.MaxThreads);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.Sessions.PauseUnwatchedAfter);
    }

    [Theory]
    [InlineData("PruningLab:MaxThreads", "0")]
    [InlineData("PruningLab:MaxSessions", "0")]
    [InlineData("PruningLab:MaxSessions", "many")]
    [InlineData("PruningLab:EvictUnwatchedAfter", "-00:01:00")]
    [InlineData("PruningLab:ReplaceUnwatchedAfter", "soon")]
    public void Read_ImpossibleValue_NamesSettingAndValue(string name, string value)
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Read((name, value)));

        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        Assert.Contains($"“{value}”", exception.Message, StringComparison.Ordinal);
    }

    private ServerSettings Read(params (string Name, string Value)[] values) => ServerSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value)).Append(new("data", _data)))
        .Build());
}
