using System.Net;
using System.Net.Sockets;

namespace PruningLab.Server.Hosting;

/// <summary>The port of the default address: the wanted one, or the next that is free.</summary>
/// <param name="Port">The port to open; 0 when the address was given by the caller.</param>
/// <param name="Instead">The wanted port when it was taken; otherwise null.</param>
internal sealed record PortChoice(int Port, int? Instead)
{
    /// <summary>The port PruningLab opens by default.</summary>
    public const int DefaultPort = 5170;

    private const int Attempts = 50;

    /// <summary>Finds the first free loopback port from <paramref name="wanted"/> upwards.</summary>
    /// <param name="wanted">The port to try first.</param>
    /// <returns>The choice; the wanted port itself when none of the next 50 is free, so that the bind error names it.</returns>
    public static PortChoice From(int wanted)
    {
        for (int port = wanted; port < wanted + Attempts && port <= IPEndPoint.MaxPort; port++)
        {
            if (IsFree(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port)))
            {
                return new PortChoice(port, port == wanted ? null : wanted);
            }
        }

        return new PortChoice(wanted, null);
    }

    private static bool IsFree(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException exception)
        {
            // A machine without this address family cannot have the port taken there.
            return exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}
