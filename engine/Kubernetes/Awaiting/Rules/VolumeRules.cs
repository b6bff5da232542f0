using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting.Rules;

/// <summary>A PersistentVolumeClaim is ready when it is bound, or pending with the binding mode WaitForFirstConsumer.</summary>
internal sealed class PersistentVolumeClaimRule : IReadinessRule
{
    public TimeSpan DefaultTimeout => TimeSpan.FromMinutes(5);

    public IReadOnlyCollection<GroupVersionKind> Related(JsonObject live) => [RelatedTypes.StorageClass];

    public bool IsEvident(JsonObject live) => live.Text("status", "phase") == "Bound";

    public Readiness Evaluate(JsonObject live, WatchView related)
    {
        if (IsEvident(live))
        {
            return Readiness.Ready;
        }

        var storageClass = live.Text("spec", "storageClassName") is { Length: > 0 } name
            ? related.Find(RelatedTypes.StorageClass, name)
            : null;
        return storageClass?.Text("volumeBindingMode") == "WaitForFirstConsumer" && live.Text("status", "phase") == "Pending"
            ? Readiness.Ready
            : Readiness.Waiting("waiting to be bound to a volume");
    }
}

/// <summary>A PersistentVolume is ready when it is available or bound.</summary>
internal sealed class PersistentVolumeRule : IReadinessRule
{
    public TimeSpan DefaultTimeout => TimeSpan.FromMinutes(5);

    public bool IsEvident(JsonObject live) => live.Text("status", "phase") is "Available" or "Bound";

    public Readiness Evaluate(JsonObject live, WatchView related) =>
        IsEvident(live) ? Readiness.Ready : Readiness.Waiting("waiting to be available");
}
