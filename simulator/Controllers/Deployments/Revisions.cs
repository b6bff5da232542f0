using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>The annotations by which a Deployment and its ReplicaSets keep track of revisions and sizes; <c>kubectl rollout</c> reads them.</summary>
internal static class Revisions
{
    /// <summary>The number of the rollout.</summary>
    public const string Revision = "deployment.kubernetes.io/revision";

    /// <summary>Earlier revisions of a template that has come back, separated by commas.</summary>
    public const string History = "deployment.kubernetes.io/revision-history";

    /// <summary>The Deployment's size when the ReplicaSet got its own.</summary>
    public const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";

    /// <summary>The Deployment's size plus surge when the ReplicaSet got its own.</summary>
    public const string MaxReplicas = "deployment.kubernetes.io/max-replicas";

    private const int MaxHistoryLength = 2000;

    private static readonly HashSet<string> NotCopied =
        ["kubectl.kubernetes.io/last-applied-configuration", Revision, History, DesiredReplicas, MaxReplicas, "deprecated.deployment.rollback.to"];

    /// <summary>The revision of an object, 0 where it has none.</summary>
    public static long Of(ObjectView view) => Number(view.Annotations, Revision) ?? 0;

    /// <summary>A number kept in an annotation, or null.</summary>
    public static long? Number(IReadOnlyDictionary<string, string> annotations, string key) =>
        annotations.TryGetValue(key, out var text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The annotations of the ReplicaSet that is to run the Deployment's template: the Deployment's own, and the revision.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="current">The ReplicaSet's annotations so far; empty for a new one.</param>
    /// <param name="revision">The revision it gets, unless it has a later one.</param>
    /// <param name="isNew">Whether the ReplicaSet is being created.</param>
    public static Dictionary<string, string> ForNewReplicaSet(
        Deployment deployment, IReadOnlyDictionary<string, string> current, long revision, bool isNew)
    {
        var result = new Dictionary<string, string>(current, StringComparer.Ordinal);
        foreach (var (key, value) in deployment.Annotations.Where(a => !NotCopied.Contains(a.Key)))
            result[key] = value;
        var old = current.GetValueOrDefault(Revision);
        if ((Number(current, Revision) ?? 0) < revision)
        {
            result[Revision] = Text(revision);
            if (old is not null)
                result[History] = Extend(current.GetValueOrDefault(History), old);
        }

        if (isNew)
        {
            result[DesiredReplicas] = Text(deployment.Replicas);
            result[MaxReplicas] = Text(deployment.Bounds.MaxTotal);
        }

        return result;
    }

    /// <summary>Writes the sizes that a ReplicaSet's new size was made for; tells whether that changed anything.</summary>
    public static bool SetSizes(JsonObject replicaSet, Deployment deployment)
    {
        var annotations = replicaSet.GetOrAddObject("metadata").GetOrAddObject("annotations");
        var (desired, most) = (Text(deployment.Replicas), Text(deployment.Bounds.MaxTotal));
        if (annotations.Text(DesiredReplicas) == desired && annotations.Text(MaxReplicas) == most)
            return false;
        annotations[DesiredReplicas] = desired;
        annotations[MaxReplicas] = most;
        return true;
    }

    /// <summary>The highest revision of any.</summary>
    public static long Highest(IEnumerable<ReplicaSet> sets) => sets.Select(Of).DefaultIfEmpty().Max();

    private static string Extend(string? history, string revision)
    {
        if (string.IsNullOrEmpty(history))
            return revision;
        var items = history.Split(',').ToList();
        if (items.Contains(revision))
            return history;
        while (items.Count > 0 && items.Sum(i => i.Length + 1) + revision.Length > MaxHistoryLength)
            items.RemoveAt(0);
        items.Add(revision);
        return string.Join(',', items);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
