using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Cli.Clusters;

/// <summary>The clusters a stack deploys to, as its program answers the query <see cref="Query"/> (docs/program-contract.md).</summary>
/// <param name="Simulated">The names of simulated clusters of this machine, in the order of the settings. Stacks may share one.</param>
internal sealed record TargetClusters(IReadOnlyList<string> Simulated)
{
    public const string Query = "clusters";

    /// <summary>Reads the program's answer.</summary>
    /// <exception cref="UsageException">The answer does not follow the contract.</exception>
    public static TargetClusters Parse(JsonObject answer)
    {
        if (answer["clusters"] is not JsonArray clusters || !clusters.All(IsCluster))
        {
            throw new UsageException(
                $"the program answered the query '{Query}' with something that is not a list of clusters: {answer.ToJsonString()}"
            );
        }

        var names = clusters.Select(cluster => (string?)cluster!["simulated"]).OfType<string>();
        return new TargetClusters([.. names.Distinct(StringComparer.Ordinal)]);
    }

    private static bool IsCluster(JsonNode? node) =>
        node is JsonObject cluster && (cluster["simulated"]?.GetValueKind() ?? JsonValueKind.String) == JsonValueKind.String;
}
