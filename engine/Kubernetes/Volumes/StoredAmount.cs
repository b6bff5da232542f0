using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;
using Infra.Kubernetes;

namespace Infra.Engine.Kubernetes.Volumes;

/// <summary>
/// A field of an operator's custom resource that data depends on, and that operators can raise only. Some refuse a smaller amount, some
/// undo it, and others stop until it is raised again.
/// </summary>
/// <param name="Group">The API group.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Path">The keys of the field. Behind the key of a list is the field that its items differ in: <c>volumes[id]</c>.</param>
/// <param name="Problem">Why it cannot be lowered.</param>
/// <param name="Cure">What to do for a lower amount.</param>
internal sealed record StoredAmount(string Group, string Kind, string Path, string Problem, string Cure)
{
    private const string Claim = "volumeSpec.persistentVolumeClaim.resources.requests.storage";
    private const string CannotShrink = "volumes cannot shrink";
    private const string SmallerStore =
        "For less storage, add a store with the smaller size and this one's 'database', restore a backup into it, and remove this one.";

    private static readonly ImmutableArray<StoredAmount> _known =
    [
        Size("postgresql.cnpg.io", "Cluster", "storage.size"),
        Size("postgresql.cnpg.io", "Cluster", "walStorage.size"),
        Size("postgresql.cnpg.io", "Cluster", "tablespaces[name].storage.size"),
        Size("pxc.percona.com", "PerconaXtraDBCluster", $"pxc.{Claim}"),
        Size("psmdb.percona.com", "PerconaServerMongoDB", $"replsets[name].{Claim}"),
        Size("psmdb.percona.com", "PerconaServerMongoDB", $"sharding.configsvrReplSet.{Claim}"),
        Size("kafka.strimzi.io", "KafkaNodePool", "storage.size"),
        Size("kafka.strimzi.io", "KafkaNodePool", "storage.volumes[id].size"),
        Size("rabbitmq.com", "RabbitmqCluster", "persistence.storage"),
        new(
            "rabbitmq.com",
            "RabbitmqCluster",
            "spec.replicas",
            "RabbitMQ's operator removes no servers, because queues may be on them",
            "For fewer servers, add a store with them, move the messages, and remove this one."
        ),
        new(
            "kafka.strimzi.io",
            "KafkaTopic",
            "spec.partitions",
            "Kafka removes no partitions",
            "For fewer partitions, add a topic with them, copy the records, and remove this one."
        ),
    ];

    /// <summary>Finds a field that a new version of an object lowers; null if none.</summary>
    public static Lowered? FindLowered(JsonObject old, JsonObject @new)
    {
        var type = @new.Type();
        return _known
            .Where(amount => amount.Group == type.Group && amount.Kind == type.Kind)
            .Select(amount => amount.Compare(old, @new))
            .FirstOrDefault(lowered => lowered is not null);
    }

    private static StoredAmount Size(string group, string kind, string path) =>
        new(group, kind, $"spec.{path}", CannotShrink, SmallerStore);

    private Lowered? Compare(JsonObject old, JsonObject @new)
    {
        string[] keys = Path.Split('.');
        var before = Read(old, keys, "").ToDictionary(StringComparer.Ordinal);
        foreach (var (place, to) in Read(@new, keys, ""))
        {
            if (before.TryGetValue(place, out var from) && to < from)
            {
                return new Lowered(place, from, to, this);
            }
        }

        return null;
    }

    /// <summary>Reads the amounts that are known, by their places.</summary>
    private static IEnumerable<KeyValuePair<string, Quantity>> Read(JsonNode? node, ReadOnlyMemory<string> keys, string place)
    {
        if (keys.IsEmpty)
        {
            return node is JsonValue value && Quantity.TryParse(value.ToString(), null, out var amount)
                ? [KeyValuePair.Create(place, amount)]
                : [];
        }

        var (name, rest) = (keys.Span[0], keys[1..]);
        var prefix = place.Length == 0 ? "" : $"{place}.";
        if (name.Split('[', ']') is not [var list, var difference, _])
        {
            return Read(node.At(name), rest, prefix + name);
        }

        return node.Objects(list)
            .Where(item => item.ContainsKey(difference))
            .DistinctBy(item => item[difference]?.ToString())
            .SelectMany(item => Read(item, rest, $"{prefix}{list}[{item[difference]}]"));
    }

    /// <summary>An amount that a new version of an object lowers.</summary>
    internal sealed record Lowered(string Place, Quantity From, Quantity To, StoredAmount Amount)
    {
        /// <summary>What is wrong, and the cure.</summary>
        public string Describe(JsonObject manifest) =>
            $"{manifest.Text("kind")} {manifest.DisplayName()}: {Place} cannot be lowered from {From} to {To}: {Amount.Problem}.\n"
            + $"Set it to {From} again. {Amount.Cure}";
    }
}
