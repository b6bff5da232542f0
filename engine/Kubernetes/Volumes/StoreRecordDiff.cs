using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Volumes;

/// <summary>
/// Compares the annotations of the ConfigMap that records what a store's data depends on. A change of its entries replaces it, which its
/// protection refuses. Annotations may be added to records of earlier versions, so what they say is compared here.
/// </summary>
internal static class StoreRecordDiff
{
    /// <summary>The annotation with the database of a store's services that name no other.</summary>
    public const string Database = "infra/database";

    private const string Data = "infra/data";
    private const string Release = "infra/release";
    private const string WayOut = "To do it nevertheless, deploy 'data: retained' first, then this change.";

    /// <summary>What must stay as it is, and what happens otherwise.</summary>
    private static readonly (string Annotation, string Setting, string Problem)[] _fixed =
    [
        (Database, "database", "its services would start on another, empty one, and backups would no longer have the old one"),
        (
            "infra/copies",
            "copies of each record",
            "Kafka's operator does not change that of topics that exist: add a store with the other number of 'replicas', and copy the topics"
        ),
    ];

    /// <summary>Finds why a record must not change; null if it may.</summary>
    /// <param name="old">The record as it is.</param>
    /// <param name="new">Its new version.</param>
    public static string? FindProblem(JsonObject old, JsonObject @new)
    {
        if (@new.Type() is not { Group: "", Kind: "ConfigMap" } || Annotation(old, Data) != "protected")
        {
            return null;
        }

        var store = @new.Text("metadata", "labels", StackLabels.Store) ?? @new.Name();
        foreach (var (annotation, setting, problem) in _fixed)
        {
            if (Annotation(old, annotation) is { } before && Annotation(@new, annotation) is { } after && before != after)
            {
                return $"the store '{store}' has data, and its {setting} cannot change from '{before}' to '{after}': {problem}.\n{WayOut}";
            }
        }

        return Annotation(old, Release) is { } from && Annotation(@new, Release) is { } to && IsEarlier(to, from)
            ? $"the store '{store}' has data of version {from}, which version {to} may not open.\nWrite version {from} again, or a later one. {WayOut}"
            : null;
    }

    private static string? Annotation(JsonObject record, string key) => record.Text("metadata", "annotations", key);

    /// <summary>Compares numbers with dots between them. Numbers that only one of the two has do not count.</summary>
    private static bool IsEarlier(string version, string other) =>
        Numbers(version).Zip(Numbers(other)).FirstOrDefault(pair => pair.First != pair.Second) is var (mine, theirs) && mine < theirs;

    private static IEnumerable<int> Numbers(string version) =>
        version.Split('.').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
}
