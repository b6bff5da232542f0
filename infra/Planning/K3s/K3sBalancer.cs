using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Infra.Backend.Planning.K3s;

/// <summary>A port of the load balancer.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Inner">The port in the container.</param>
/// <param name="Published">The port of the machine.</param>
/// <param name="Target">The port of the nodes.</param>
internal sealed record BalancerPort(string Name, int Inner, int Published, int Target);

/// <summary>HAProxy in front of a cluster's nodes.</summary>
internal sealed record K3sBalancer
{
    /// <summary>The name of the container.</summary>
    public required string Container { get; init; }

    public required string Image { get; init; }

    /// <summary>The Docker engine; null for the local one.</summary>
    public required string? Engine { get; init; }

    /// <summary>The address of the machine on which its ports are published.</summary>
    public required string PublishedAddress { get; init; }

    /// <summary>Its address among the nodes; null if they have hosts.</summary>
    public required string? Address { get; init; }

    public required ImmutableArray<BalancerPort> Ports { get; init; }

    /// <summary>The content of <c>haproxy.cfg</c>.</summary>
    public required string Configuration { get; init; }

    /// <summary>Writes the configuration. Connections are passed on as they are: certificates are the cluster's.</summary>
    public static string Configure(IEnumerable<BalancerPort> ports, ImmutableArray<K3sNode> servers, ImmutableArray<K3sNode> agents)
    {
        var text = new StringBuilder(
            """
            global
              maxconn 4096
            defaults
              mode tcp
              timeout connect 5s
              timeout client 1h
              timeout server 1h
              default-server check inter 2s fall 3 rise 1
            resolvers engine
              nameserver dns 127.0.0.11:53

            """
        );
        foreach (var port in ports)
        {
            text.Append(CultureInfo.InvariantCulture, $"frontend {port.Name}\n  bind :{port.Inner}\n  default_backend {port.Name}\n");
            text.Append(CultureInfo.InvariantCulture, $"backend {port.Name}\n  balance leastconn\n");
            foreach (var node in port.Target == K3sPlan.ApiPort ? servers : servers.AddRange(agents))
            {
                text.Append(CultureInfo.InvariantCulture, $"  server {node.Name} {Locate(node, port.Target)}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>An agent on the local engine is found by its container's name: its address changes.</summary>
    private static string Locate(K3sNode node, int port) =>
        node.Address is { } address
            ? string.Create(CultureInfo.InvariantCulture, $"{K3sAddresses.InUrl(address)}:{port}")
            : string.Create(CultureInfo.InvariantCulture, $"{node.Container}:{port} resolvers engine init-addr none");
}
