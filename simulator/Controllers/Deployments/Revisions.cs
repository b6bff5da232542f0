using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>The annotations for revisions and sizes of a Deployment and its ReplicaSets; <c>kubectl rollout</c> reads them.</summary>
internal static class Revisions
{
    /// <summary>The revision number.</summary>
    public const string Revision = "deployment.kubernetes.io/revision";

    /// <summary>Earlier revisions of the same template, separated by commas.</summary>
    public const string History = "deployment.kubernetes.io/revision-history";

    /// <summary>The Deployment's desired replicas at the last scaling of the ReplicaSet.</summary>
    public const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";

    /// <summary>The Deployment's desired replicas plus surge at the last scaling of the ReplicaSet.</summary>
    public const string MaxReplicas = "deployment.kubernetes.io/max-replicas";

    /// <summary>The revision to roll back to, as the former API had it.</summary>
    public const string RollbackTo = "deprecated.deployment.rollback.to";

    private const int MaxHistoryLength = 2000;

    private static readonly HashSet<string> NotCopied =
    [
        "kubectl.kubernetes.io/last-applied-configuration",
        Revision,
        History,
        DesiredReplicas,
        MaxReplicas,
        RollbackTo,
    ];

    /// <summary>Whether an annotation belongs to one object and is not copied between a Deployment and its ReplicaSets.</summary>
    public static bool IsOwn(string annotation) => NotCopied.Contains(annotation);

    /// <summary>The revision of an object; 0 for none.</summary>
    public static long Get(ObjectView view) => Number(view.Annotations, Revision) ?? 0;

    /// <summary>The number in an annotation, or null.</summary>
    public static long? Number(IReadOnlyDictionary<string, string> annotations, string key) =>
        annotations.TryGetValue(key, out var text)
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    /// <summary>Computes the annotations of the new ReplicaSet: the Deployment's own, and the revision.</summary>
    /// <param name="deployment">The Deployment whose annotations are copied.</param>
    /// <param name="current">The ReplicaSet's current annotations; empty for a new one.</param>
    /// <param name="revision">The revision to set, unless it has a later one.</param>
    /// <param name="isNew">Whether the ReplicaSet is being created.</param>
    public static Dictionary<string, string> ComputeAnnotations(
        Deployment deployment,
        IReadOnlyDictionary<string, string> current,
        long revision,
        bool isNew
    )
    {
        var result = new Dictionary<string, string>(current, StringComparer.Ordinal);
        foreach (var (key, value) in deployment.Annotations.Where(a => !NotCopied.Contains(a.Key)))
        {
            result[key] = value;
        }

        var old = current.GetValueOrDefault(Revision);
        if ((Number(current, Revision) ?? 0) < revision)
        {
            result[Revision] = Text(revision);
            if (old is not null)
            {
                result[History] = Extend(current.GetValueOrDefault(History), old);
            }
        }

        if (isNew)
        {
            result[DesiredReplicas] = Text(deployment.Replicas);
            result[MaxReplicas] = Text(deployment.Bounds.MaxTotal);
        }

        return result;
    }

    /// <summary>Sets the size annotations of a ReplicaSet; returns whether any changed.</summary>
    public static bool SetSizes(JsonObject replicaSet, Deployment deployment)
    {
        var annotations = replicaSet.GetOrAddObject("metadata").GetOrAddObject("annotations");
        var (desired, maxReplicas) = (Text(deployment.Replicas), Text(deployment.Bounds.MaxTotal));
        if (annotations.Text(DesiredReplicas) == desired && annotations.Text(MaxReplicas) == maxReplicas)
        {
            return false;
        }

        annotations[DesiredReplicas] = desired;
        annotations[MaxReplicas] = maxReplicas;
        return true;
    }

    /// <summary>The highest revision of the ReplicaSets.</summary>
    public static long Highest(IEnumerable<ReplicaSet> sets) => sets.Select(Get).DefaultIfEmpty().Max();

    private static string Extend(string? history, string revision)
    {
        if (string.IsNullOrEmpty(history))
        {
            return revision;
        }

        var items = history.Split(',').ToList();
        if (items.Contains(revision))
        {
            return history;
        }

        while (items.Count > 0 && items.Sum(i => i.Length + 1) + revision.Length > MaxHistoryLength)
        {
            items.RemoveAt(0);
        }

        items.Add(revision);
        return string.Join(',', items);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
