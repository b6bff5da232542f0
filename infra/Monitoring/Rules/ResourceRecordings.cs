using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Usage, requests and limits, aggregated as dashboards and alerts need them.</summary>
internal static class ResourceRecordings
{
    public const string ContainerCpu = "node_namespace_pod_container:container_cpu_usage_seconds_total:sum_rate5m";
    public const string ContainerMemory = "node_namespace_pod_container:container_memory_working_set_bytes";
    public const string PodWorkload = "namespace_workload_pod:kube_pod_owner:relabel";
    public const string CpuRequests = "cluster:namespace:pod_cpu:active:kube_pod_container_resource_requests";
    public const string MemoryRequests = "cluster:namespace:pod_memory:active:kube_pod_container_resource_requests";
    public const string CpuLimits = "cluster:namespace:pod_cpu:active:kube_pod_container_resource_limits";
    public const string MemoryLimits = "cluster:namespace:pod_memory:active:kube_pod_container_resource_limits";

    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) => plan.Settings.Parts.KubeStateMetrics ? [Group()] : [];

    private static RuleGroup Group() =>
        new(
            "kubernetes-recordings",
            [
                new RecordingRule
                {
                    Name = ContainerCpu,
                    Expression = Sum(
                        Rate(Series(KubeletMetrics.ContainerCpu, IsNot("container", ""), IsNot("image", "")), Minutes(5)),
                        "node",
                        "namespace",
                        "pod",
                        "container"
                    ),
                },
                new RecordingRule
                {
                    Name = ContainerMemory,
                    Expression = Max(
                        Series(KubeletMetrics.ContainerMemory, IsNot("container", ""), IsNot("image", "")),
                        "node",
                        "namespace",
                        "pod",
                        "container"
                    ),
                },
                Active(CpuRequests, KubeMetrics.ContainerRequests, "cpu"),
                Active(MemoryRequests, KubeMetrics.ContainerRequests, "memory"),
                Active(CpuLimits, KubeMetrics.ContainerLimits, "cpu"),
                Active(MemoryLimits, KubeMetrics.ContainerLimits, "memory"),
                Workload("deployment", Deployments()),
                Workload("statefulset", Owned("StatefulSet")),
                Workload("daemonset", Owned("DaemonSet")),
                Workload("job", Owned("Job")),
            ]
        );

    /// <summary>Requests or limits of pods that have not terminated.</summary>
    private static RecordingRule Active(string name, string metric, string resource)
    {
        var active = Max(Series(KubeMetrics.PodPhase, Like("phase", "Pending|Running")).EqualTo(1), "namespace", "pod");
        return new RecordingRule
        {
            Name = name,
            Expression = Max(Series(metric, Is("resource", resource)), "namespace", "pod", "container", "node")
                .Times(active, On("namespace", "pod").GroupLeft()),
        };
    }

    private static RecordingRule Workload(string type, PromExpr pods) =>
        new()
        {
            Name = PodWorkload,
            Expression = pods,
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("workload_type", type),
        };

    private static PromExpr Owned(string kind) =>
        Max(
            Relabel(Series(KubeMetrics.PodOwner, Is("owner_kind", kind)), "workload", "$1", "owner_name", "(.*)"),
            "namespace",
            "workload",
            "pod"
        );

    /// <summary>A Deployment owns its pods through a ReplicaSet.</summary>
    private static PromExpr Deployments()
    {
        var pods = Relabel(Series(KubeMetrics.PodOwner, Is("owner_kind", "ReplicaSet")), "replicaset", "$1", "owner_name", "(.*)");
        var sets = Max(Series(KubeMetrics.ReplicaSetOwner, Is("owner_kind", "Deployment")), "namespace", "replicaset", "owner_name");
        var joined = Max(pods, "namespace", "pod", "replicaset").Times(sets, On("namespace", "replicaset").GroupLeft("owner_name"));
        return Max(Relabel(joined, "workload", "$1", "owner_name", "(.*)"), "namespace", "workload", "pod");
    }
}
