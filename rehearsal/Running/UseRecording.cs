using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Requests;
using Infra.Simulator.Metrics;
using Infra.Simulator.Objects;

namespace Infra.Rehearsal.Running;

/// <summary>
/// Tells the cluster what pods use: autoscalers measure it, and a container above its memory limit is killed.
/// </summary>
internal sealed class UseRecording(RehearsedCluster cluster)
{
    private readonly Dictionary<string, long> _killed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _recorded = new(StringComparer.Ordinal);
    private CapacityView? _latest;

    /// <summary>The metrics of requests that autoscalers read, by service.</summary>
    public RequestMetrics Metrics { get; } = new(cluster);

    /// <summary>Records a step that has ended.</summary>
    public void Record(CapacityView view, RequestOutcome outcome, TimeSpan duration)
    {
        for (var i = 0; i < view.Pods.Count; i++)
        {
            var (pod, used) = (view.Pods[i], outcome.Pods[i]);
            // A lost node reports nothing.
            if (view.Sources[i] is not { Pod.Pod.StartedAt: not null } source || (view.Lost.Count > 0 && view.Lost.Contains(pod.Node)))
            {
                continue;
            }

            var memory = source.Plan.IdleMemory + source.Plan.RequestMemory * used.InProgress;
            var custom = Metrics.Measure(pod.Service, used, outcome, view);
            source.Recording ??= Begin(pod.Name);
            source.Recording.Record(duration, StepTotals.GetCores(pod, used), memory, custom);
            CheckMemory(source.Pod, memory);
        }

        Forget(view);
    }

    private PodRecording Begin(string pod)
    {
        _recorded.Add(pod);
        return cluster.Cluster.GetRecording(pod);
    }

    /// <summary>Kills a container above its limit; after its restart it uses less again.</summary>
    private void CheckMemory(ServicePod pod, double memory)
    {
        if (_killed.Count > 0 && _killed.TryGetValue(pod.Pod.Uid, out var restarts))
        {
            if (cluster.Cluster.Client.Find(GroupResource.Pods, pod.Pod.Namespace, pod.Pod.Name) is not { } current)
            {
                _killed.Remove(pod.Pod.Uid);
            }
            else if (
                current
                    .Status.Objects("containerStatuses")
                    .Any(one => one.Text("name") == pod.Pod.MainContainer && one.Number("restartCount") > restarts)
            )
            {
                _killed.Remove(pod.Pod.Uid);
                Annotate(pod, null);
            }
        }
        else if (pod.Pod.MemoryLimit is { } limit && memory > limit)
        {
            _killed[pod.Pod.Uid] = pod.Pod.Restarts;
            Annotate(pod, ((long)Math.Ceiling(memory)).ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Annotate(ServicePod pod, string? memory)
    {
        if (cluster.Cluster.Client.Find(GroupResource.Pods, pod.Pod.Namespace, pod.Pod.Name)?.Uid != pod.Pod.Uid)
        {
            return;
        }

        var annotations = new JsonObject { [PodTemplates.GetMemoryAnnotation(pod.Pod.MainContainer)] = memory };
        cluster.Cluster.Client.Patch(
            GroupResource.Pods,
            pod.Pod.Namespace,
            pod.Pod.Name,
            new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } }
        );
    }

    private void Forget(CapacityView view)
    {
        if (ReferenceEquals(view, _latest))
        {
            return;
        }

        _latest = view;
        var present = view.Sources.OfType<PodSource>().Select(source => source.Pod.Pod.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var pod in _recorded.Where(pod => !present.Contains(pod)).ToList())
        {
            _recorded.Remove(pod);
            _killed.Remove(pod);
            cluster.Cluster.ForgetUse(pod);
        }
    }
}
