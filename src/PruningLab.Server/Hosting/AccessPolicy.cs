using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace PruningLab.Server.Hosting;

/// <summary>Who may talk to this server. Open on loopback addresses alone, it answers only to the names of the local
/// machine; open on any other address, it also asks for the token that was printed at the start.</summary>
internal sealed class AccessPolicy
{
    private readonly IServer _server;
    private readonly IHostApplicationLifetime _lifetime;
    private BoundAddresses? _bound;

    /// <summary>Creates the policy with a new random token.</summary>
    /// <param name="server">The server whose bound addresses decide.</param>
    /// <param name="lifetime">Tells when all addresses are bound.</param>
    public AccessPolicy(IServer server, IHostApplicationLifetime lifetime)
    {
        _server = server;
        _lifetime = lifetime;
        Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    }

    /// <summary>The secret of this start of the server, 32 hexadecimal digits.</summary>
    public string Token { get; }

    /// <summary>Whether every request must carry the token.</summary>
    public bool TokenRequired => !Bound().LoopbackOnly;

    /// <summary>Whether all addresses are bound, so that the policy is final.</summary>
    public bool Ready => _lifetime.ApplicationStarted.IsCancellationRequested;

    /// <summary>Whether the request's Host header names this server.</summary>
    /// <param name="host">The header.</param>
    /// <returns>True for localhost, for loopback addresses and for the hosts the server was told to open.</returns>
    public bool AcceptsHost(HostString host) => host.HasValue && Bound().Accepts(host.Host);

    /// <summary>Compares a token in constant time.</summary>
    /// <param name="candidate">What the request brought.</param>
    /// <returns>True when it is <see cref="Token"/>.</returns>
    public bool IsToken(string? candidate) => candidate is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(candidate), Encoding.UTF8.GetBytes(Token));

    /// <summary>The addresses to show to the person who started the server, with the token where it is needed.</summary>
    /// <returns>One address per bound one; for "any address" one per network address of this machine, localhost first.</returns>
    public IEnumerable<string> OpenAddresses()
    {
        BoundAddresses bound = Bound();
        string suffix = bound.LoopbackOnly ? string.Empty : $"/?token={Token}";
        return bound.Addresses.SelectMany(Hosts).Distinct(StringComparer.Ordinal).Select(address => address + suffix);
    }

    private static IEnumerable<string> Hosts(BindingAddress address)
    {
        if (!BoundAddresses.IsAnyAddress(address.Host))
        {
            yield return $"{address.Scheme}://{address.Host}:{address.Port}";
            yield break;
        }

        yield return $"{address.Scheme}://localhost:{address.Port}";
        foreach (IPAddress own in OwnAddresses())
        {
            yield return $"{address.Scheme}://{own}:{address.Port}";
        }
    }

    private static IEnumerable<IPAddress> OwnAddresses() =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        where network.OperationalStatus == OperationalStatus.Up
        from unicast in network.GetIPProperties().UnicastAddresses
        where unicast.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(unicast.Address)
        select unicast.Address;

    private BoundAddresses Bound()
    {
        if (_bound is not null)
        {
            return _bound;
        }

        var bound = new BoundAddresses(_server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        if (Ready)
        {
            _bound = bound;
        }

        return bound;
    }
}
