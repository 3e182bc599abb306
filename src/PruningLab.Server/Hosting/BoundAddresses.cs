using System.Net;

namespace PruningLab.Server.Hosting;

/// <summary>The addresses the server is open on, and what follows from them.</summary>
internal sealed class BoundAddresses
{
    private readonly bool _any;
    private readonly HashSet<string> _hosts;

    /// <summary>Reads the addresses.</summary>
    /// <param name="addresses">Such as <c>http://localhost:5170</c> or <c>http://[::]:5170</c>.</param>
    public BoundAddresses(IEnumerable<string> addresses)
    {
        Addresses = [.. addresses.Select(BindingAddress.Parse)];
        LoopbackOnly = Addresses.All(address => IsLoopback(address.Host));
        _any = Addresses.Any(address => IsAnyAddress(address.Host));
        _hosts = Addresses.Select(address => address.Host).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The addresses as bound.</summary>
    public IReadOnlyList<BindingAddress> Addresses { get; }

    /// <summary>Whether no other machine can reach the server.</summary>
    public bool LoopbackOnly { get; }

    /// <summary>Whether a Host header with this name was meant for this server.</summary>
    /// <param name="host">The name without its port.</param>
    /// <returns>True for names of the local machine and for the bound hosts; with "any address" (where the token decides)
    /// for every name.</returns>
    public bool Accepts(string host) => IsLoopback(host) || _any || _hosts.Contains(host);

    /// <summary>Whether a name stands for this machine alone.</summary>
    /// <param name="host">A host name or address, IPv6 with brackets.</param>
    /// <returns>True for localhost, 127.0.0.0/8 and [::1].</returns>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Whether a bound host stands for every address of the machine.</summary>
    /// <param name="host">The host of a bound address.</param>
    /// <returns>True for *, +, 0.0.0.0 and [::].</returns>
    public static bool IsAnyAddress(string host) =>
        host is "*" or "+" || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address)
            && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
}
