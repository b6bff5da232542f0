using System.Collections.Immutable;

namespace Infra.Backend.Planning.K3s;

/// <summary>Where a server runs, and the address by which etcd knows it.</summary>
/// <param name="Engine">Its Docker engine.</param>
/// <param name="Address">Its address.</param>
internal sealed record K3sMember(string Engine, string Address)
{
    public override string ToString() => $"{Address} on {Engine}";
}

/// <summary>What a cluster was left with by the last update that succeeded. The stack's output has it.</summary>
internal sealed record K3sRecord
{
    /// <summary>The engine of nodes without hosts.</summary>
    public const string LocalEngine = "local";

    private const string VersionKey = "version";
    private const string NameKey = "name";
    private const string ApiKey = "api";
    private const string ServersKey = "servers";
    private const string AgentsKey = "agents";
    private const string EngineKey = "engine";
    private const string AddressKey = "address";

    /// <summary>The tag of the release that all nodes have.</summary>
    public required string? Version { get; init; }

    /// <summary>The name of the cluster, with which those of containers and volumes begin; null in a record without it.</summary>
    public string? Name { get; init; }

    /// <summary>The URL of the API; null in a record without it.</summary>
    public string? Api { get; init; }

    /// <summary>The servers by their names.</summary>
    public ImmutableSortedDictionary<string, K3sMember> Servers { get; init; } = ImmutableSortedDictionary<string, K3sMember>.Empty;

    /// <summary>The engines of the agents by the names of these; empty in a record without them.</summary>
    public ImmutableSortedDictionary<string, string> Agents { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The record of a cluster that has become as planned.</summary>
    public static K3sRecord Of(K3sPlan plan) =>
        new()
        {
            Version = plan.Version.Tag,
            Name = plan.Name,
            Api = plan.Api,
            Servers = plan.Servers.ToImmutableSortedDictionary(
                server => server.Name,
                server => new K3sMember(server.Host?.Engine ?? LocalEngine, server.Address!),
                StringComparer.Ordinal
            ),
            Agents = plan.Agents.ToImmutableSortedDictionary(
                agent => agent.Name,
                agent => agent.Host?.Engine ?? LocalEngine,
                StringComparer.Ordinal
            ),
        };

    /// <summary>Reads an output; null if it is not a record. A text is the version alone.</summary>
    public static K3sRecord? Read(object? output) =>
        output switch
        {
            string version => new K3sRecord { Version = version },
            ImmutableDictionary<string, object> record => new K3sRecord
            {
                Version = Text(record, VersionKey),
                Name = Text(record, NameKey),
                Api = Text(record, ApiKey),
                Servers = ReadServers(record.GetValueOrDefault(ServersKey)),
                Agents = ReadAgents(record.GetValueOrDefault(AgentsKey)),
            },
            _ => null,
        };

    /// <summary>Writes the output.</summary>
    public ImmutableDictionary<string, object> Write() =>
        ImmutableDictionary<string, object>
            .Empty.Add(VersionKey, Version ?? "")
            .Add(NameKey, Name ?? "")
            .Add(ApiKey, Api ?? "")
            .Add(
                ServersKey,
                Servers.ToImmutableDictionary(
                    server => server.Key,
                    object (server) =>
                        ImmutableDictionary<string, object>.Empty.Add(EngineKey, server.Value.Engine).Add(AddressKey, server.Value.Address)
                )
            )
            .Add(AgentsKey, Agents.ToImmutableDictionary(agent => agent.Key, object (agent) => agent.Value));

    private static ImmutableSortedDictionary<string, K3sMember> ReadServers(object? output)
    {
        var servers = ImmutableSortedDictionary.CreateBuilder<string, K3sMember>(StringComparer.Ordinal);
        foreach (var (name, value) in output as ImmutableDictionary<string, object> ?? ImmutableDictionary<string, object>.Empty)
        {
            if (
                value is ImmutableDictionary<string, object> server
                && Text(server, EngineKey) is { } engine
                && Text(server, AddressKey) is { } address
            )
            {
                servers[name] = new K3sMember(engine, address);
            }
        }

        return servers.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string> ReadAgents(object? output) =>
        (output as ImmutableDictionary<string, object> ?? ImmutableDictionary<string, object>.Empty)
            .Where(agent => agent.Value is string)
            .ToImmutableSortedDictionary(agent => agent.Key, agent => (string)agent.Value, StringComparer.Ordinal);

    private static string? Text(ImmutableDictionary<string, object> record, string key) => record.GetValueOrDefault(key) as string;
}
