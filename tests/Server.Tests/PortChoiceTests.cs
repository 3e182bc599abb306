using System.Net;
using System.Net.Sockets;
using PruningLab.Server.Hosting;

namespace PruningLab.Server.Tests;

public sealed class PortChoiceTests
{
    [Fact]
    public void From_TakenPort_TakesALaterOneAndNamesTheTaken()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int taken = ((IPEndPoint)listener.LocalEndpoint).Port;

        PortChoice choice = PortChoice.From(taken);

        Assert.NotEqual(taken, choice.Port);
        Assert.Equal(taken, choice.Instead);
    }

    [Fact]
    public void From_FreePort_TakesItSilently()
    {
        int free = PortChoice.From(20_000).Port;

        Assert.Equal(new PortChoice(free, null), PortChoice.From(free));
    }
}
