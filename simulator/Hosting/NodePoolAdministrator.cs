using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Pools;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Hosting;

/// <summary>Declares node pools in a simulated cluster that another process serves. The cluster creates and removes the nodes.</summary>
/// <param name="client">Sends the requests.</param>
public sealed class NodePoolAdministrator(AdministratorClient client)
{
    private const string ConfigMaps = $"api/v1/namespaces/{NodePool.Namespace}/configmaps";

    /// <summary>Adds a pool.</summary>
    /// <exception cref="FormatException">A property of its nodes is malformed.</exception>
    /// <exception cref="StatusException">There is a pool of this name.</exception>
    /// <exception cref="HttpRequestException">The cluster does not answer.</exception>
    public async Task AddAsync(NodePool pool, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var body = pool.ToJson();
        _ = NodePool.FromJson(body, new NodePoolOptions());
        try
        {
            await client.SendAsync(HttpMethod.Post, ConfigMaps, body, "application/json", cancellationToken);
        }
        catch (StatusException refused) when (refused.Reason == StatusReason.AlreadyExists)
        {
            throw new StatusException(refused.Code, refused.Reason, $"there is a node pool \"{pool.Name}\" already");
        }
    }

    /// <summary>Changes the number of nodes of a pool.</summary>
    /// <exception cref="StatusException">There is no such pool.</exception>
    /// <exception cref="HttpRequestException">The cluster does not answer.</exception>
    public Task ResizeAsync(string pool, int size, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Patch,
            pool,
            new JsonObject { ["data"] = new JsonObject { ["size"] = size.ToString(CultureInfo.InvariantCulture) } },
            cancellationToken
        );

    /// <summary>Removes a pool. Its nodes are drained and removed.</summary>
    /// <exception cref="StatusException">There is no such pool.</exception>
    /// <exception cref="HttpRequestException">The cluster does not answer.</exception>
    public Task RemoveAsync(string pool, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, pool, null, cancellationToken);

    /// <summary>Lists the pools that are declared, by name, with the number of their nodes.</summary>
    /// <exception cref="FormatException">A property of a pool is malformed.</exception>
    /// <exception cref="HttpRequestException">The cluster does not answer.</exception>
    public async Task<IReadOnlyList<(NodePool Pool, int Nodes)>> ListAsync(CancellationToken cancellationToken)
    {
        var selector = $"labelSelector={Uri.EscapeDataString(NodePool.Label)}";
        var pools = await client.GetAsync($"{ConfigMaps}?{selector}", cancellationToken);
        var nodes = await client.GetAsync("api/v1/nodes", cancellationToken);
        var counts = nodes
            .Objects("items")
            .CountBy(node => node.Text("metadata", "labels", NodePool.Label) ?? NodePool.Initial)
            .ToDictionary(StringComparer.Ordinal);
        return
        [
            .. pools
                .Objects("items")
                .Select(pool => NodePool.FromJson(pool, new NodePoolOptions()))
                .Select(pool => (pool, counts.GetValueOrDefault(pool.Name))),
        ];
    }

    private async Task SendAsync(HttpMethod method, string pool, JsonObject? body, CancellationToken cancellationToken)
    {
        try
        {
            var path = $"{ConfigMaps}/{Uri.EscapeDataString(NodePool.GetObjectName(pool))}";
            await client.SendAsync(method, path, body, "application/merge-patch+json", cancellationToken);
        }
        catch (StatusException missing) when (missing.IsNotFound)
        {
            throw new StatusException(missing.Code, missing.Reason, $"there is no node pool \"{pool}\"");
        }
    }
}
