using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>The number of pods of each workload: its replicas, or the bounds of its autoscaler, which KEDA may make.</summary>
internal sealed class Scaling
{
    /// <summary>The kind from which KEDA makes an autoscaler.</summary>
    private const string KedaKind = "ScaledObject";

    private const double KedaMaximum = 100;

    private readonly Dictionary<(string Kind, string Namespace, string Name), KubernetesObject> _byTarget = [];
    private readonly KubernetesObject? _uncertain;

    public Scaling(IEnumerable<KubernetesObject> autoscalers)
    {
        foreach (var autoscaler in autoscalers)
        {
            try
            {
                var target = autoscaler.Spec["scaleTargetRef"];
                var kind = target["kind"].Text ?? (autoscaler.Kind == KedaKind ? "Deployment" : "");
                _byTarget.TryAdd((kind, autoscaler.Namespace, target["name"].Text ?? ""), autoscaler);
            }
            catch (UnknownValueException)
            {
                // The autoscaler may scale any workload: FindAutoscaler throws for those that no other scales.
                _uncertain = autoscaler;
            }
        }
    }

    /// <summary>Finds the autoscaler of a workload; null if it has none.</summary>
    /// <exception cref="UnknownValueException">No autoscaler is known to scale it, but the target of at least one is unknown.</exception>
    public KubernetesObject? FindAutoscaler(KubernetesObject workload)
    {
        if (_byTarget.TryGetValue((workload.Kind, workload.Namespace, workload.Name), out var found))
        {
            return found;
        }

        return _uncertain is null ? null : throw new UnknownValueException($"what {_uncertain.Resource.Urn} scales");
    }

    /// <summary>Returns the number of pods a workload may have.</summary>
    public (double Minimum, double Maximum) GetReplicas(KubernetesObject workload)
    {
        if (workload.Kind is "Pod" or "DaemonSet")
        {
            return (1, 1);
        }

        if (workload.Kind is "Job" or "CronJob")
        {
            var job = workload.Kind == "Job" ? workload.Spec : workload.Spec["jobTemplate"]["spec"];
            var parallelism = job["parallelism"].Number ?? 1;
            return (parallelism, parallelism);
        }

        if (FindAutoscaler(workload) is { Kind: KedaKind } scaled)
        {
            return (scaled.Spec["minReplicaCount"].Number ?? 0, scaled.Spec["maxReplicaCount"].Number ?? KedaMaximum);
        }

        if (FindAutoscaler(workload) is { } autoscaler)
        {
            var minimum = autoscaler.Spec["minReplicas"].Number ?? 1;
            return (minimum, Math.Max(minimum, autoscaler.Spec["maxReplicas"].Number ?? minimum));
        }

        var replicas = workload.Spec["replicas"].Number ?? 1;
        return (replicas, replicas);
    }
}
