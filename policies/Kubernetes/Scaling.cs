using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>How many pods each workload keeps: a fixed number, or what its autoscaler may choose.</summary>
internal sealed class Scaling
{
    private readonly Dictionary<(string Kind, string Namespace, string Name), KubernetesObject> _byTarget = [];
    private readonly KubernetesObject? _uncertain;

    public Scaling(IEnumerable<KubernetesObject> autoscalers)
    {
        foreach (var autoscaler in autoscalers)
        {
            try
            {
                var target = autoscaler.Spec["scaleTargetRef"];
                _byTarget.TryAdd((target["kind"].Text ?? "", autoscaler.Namespace, target["name"].Text ?? ""), autoscaler);
            }
            catch (UnknownValueException)
            {
                // It may scale anything; whoever seems to have no autoscaler is told so.
                _uncertain = autoscaler;
            }
        }
    }

    /// <summary>The autoscaler of a workload; null if it has none.</summary>
    /// <exception cref="UnknownValueException">None known scales it, but one may turn out to.</exception>
    public KubernetesObject? FindAutoscaler(KubernetesObject workload)
    {
        if (_byTarget.TryGetValue((workload.Kind, workload.Namespace, workload.Name), out var found))
            return found;
        return _uncertain is null ? null : throw new UnknownValueException($"what {_uncertain.Resource.Urn} scales");
    }

    /// <summary>The number of pods a workload may have: its replicas, or the bounds of its autoscaler.</summary>
    public (double Minimum, double Maximum) GetReplicas(KubernetesObject workload)
    {
        if (workload.Kind is "Pod" or "DaemonSet")
            return (1, 1);
        if (workload.Kind is "Job" or "CronJob")
        {
            var job = workload.Kind == "Job" ? workload.Spec : workload.Spec["jobTemplate"]["spec"];
            var parallelism = job["parallelism"].Number ?? 1;
            return (parallelism, parallelism);
        }

        if (FindAutoscaler(workload) is { } autoscaler)
        {
            var fewest = autoscaler.Spec["minReplicas"].Number ?? 1;
            return (fewest, Math.Max(fewest, autoscaler.Spec["maxReplicas"].Number ?? fewest));
        }

        var replicas = workload.Spec["replicas"].Number ?? 1;
        return (replicas, replicas);
    }
}
