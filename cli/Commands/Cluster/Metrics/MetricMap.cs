using System.Text.Json.Nodes;
using Infra.Simulator.Hosting;
using Infra.Simulator.Metrics;
using Infra.Simulator.Objects;

namespace Infra.Cli.Commands.Cluster.Metrics;

/// <summary>Reads and changes the ConfigMap with the metrics that are set.</summary>
internal static class MetricMap
{
    private const string Collection = $"api/v1/namespaces/{MetricSetting.ConfigMapNamespace}/configmaps";
    private const string Path = $"{Collection}/{MetricSetting.ConfigMapName}";

    /// <summary>The settings in the order of their keys.</summary>
    public static async Task<IReadOnlyList<MetricSetting>> ReadAsync(AdministratorClient client, CancellationToken cancellationToken)
    {
        var map = await client.FindAsync(Path, cancellationToken);
        return
        [
            .. map.TextMap("data")
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => MetricSetting.Parse(entry.Key, entry.Value))
                .OfType<MetricSetting>(),
        ];
    }

    /// <summary>Sets entries by key; null removes one.</summary>
    public static async Task WriteAsync(
        AdministratorClient client,
        IEnumerable<KeyValuePair<string, string?>> entries,
        CancellationToken cancellationToken
    )
    {
        var data = new JsonObject(entries.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
        if (await client.FindAsync(Path, cancellationToken) is null)
        {
            var map = new JsonObject { ["metadata"] = new JsonObject { ["name"] = MetricSetting.ConfigMapName } };
            await client.SendAsync(HttpMethod.Post, Collection, map, "application/json", cancellationToken);
        }

        await client.SendAsync(
            HttpMethod.Patch,
            Path,
            new JsonObject { ["data"] = data },
            "application/merge-patch+json",
            cancellationToken
        );
    }
}
