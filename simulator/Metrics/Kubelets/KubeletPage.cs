using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Metrics.Exposition;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.Kubelets;

/// <summary>The page <c>/metrics</c> of a kubelet.</summary>
internal sealed class KubeletPage(IClusterClient client, UsageModel usage, UsageCounters counters)
{
    private static readonly double[] StorageBounds = [.1, .25, .5, 1, 2.5, 5, 10, 15, 25, 50, 120, 300, 600];

    /// <summary>The fields of volumes whose plugin has another name than the field.</summary>
    private static readonly Dictionary<string, string> Plugins = new(StringComparer.Ordinal)
    {
        ["configMap"] = "configmap",
        ["emptyDir"] = "empty-dir",
        ["hostPath"] = "host-path",
        ["downwardAPI"] = "downward-api",
        ["persistentVolumeClaim"] = "csi",
        ["ephemeral"] = "csi",
    };

    private readonly DistinctCounters _distinct = new();
    private readonly VolumeStats _volumes = new(client, usage);

    public void Write(MetricsWriter writer, KubeletSnapshot kubelet)
    {
        var node = kubelet.Node.Name;
        List<KubeObject> pods = [.. client.List(GroupResource.Pods).Items.Where(pod => pod.Spec.Text("nodeName") == node)];
        writer.Family("kubernetes_build_info", MetricType.Gauge, "Version of the kubelet");
        writer.Sample(1, ("git_version", kubelet.Node.Status.Text("nodeInfo", "kubeletVersion") ?? ""));
        writer.Family("kubelet_node_name", MetricType.Gauge, "Name of the node");
        writer.Sample(1, ("node", node));
        WritePods(writer, kubelet, pods);
        WriteEvictions(writer, node, pods);
        writer.Family("kubelet_pleg_last_seen_seconds", MetricType.Gauge, "Unix time at which the pods were last listed");
        writer.Sample(kubelet.Now.ToUnixTimeSeconds());
        _volumes.Write(writer, kubelet);
        WriteStorageOperations(writer, node, pods);
        WriteProcess(writer, kubelet);
    }

    private void WritePods(MetricsWriter writer, KubeletSnapshot kubelet, List<KubeObject> pods)
    {
        var active = pods.Where(pod => pod.Status.Text("phase") is not ("Succeeded" or "Failed")).ToList();
        var statuses = active.SelectMany(pod => pod.Status.Objects("containerStatuses")).ToList();
        writer.Family("kubelet_running_pods", MetricType.Gauge, "Pods with a sandbox");
        writer.Sample(kubelet.Pods.Count);
        writer.Family("kubelet_running_containers", MetricType.Gauge, "Containers by state");
        writer.Sample(statuses.Count(status => status.Map("state", "running") is not null), ("container_state", "running"));
        writer.Sample(statuses.Count(status => status.Map("state", "terminated") is not null), ("container_state", "exited"));
        foreach (var name in (string[])["active", "desired"])
        {
            writer.Family($"kubelet_{name}_pods", MetricType.Gauge, $"Pods that are {name}");
            writer.Sample(active.Count, ("static", "false"));
        }

        writer.Family("kubelet_started_pods_total", MetricType.Counter, "Pods started");
        writer.Sample(_distinct.Count($"{kubelet.Node.Name} pods", kubelet.Pods.Select(pod => pod.Pod.Uid)));
        writer.Family("kubelet_started_containers_total", MetricType.Counter, "Containers started");
        writer.Sample(
            _distinct.Count(
                $"{kubelet.Node.Name} containers",
                kubelet.Pods.SelectMany(pod => pod.Containers).Select(container => container.Id)
            ),
            ("container_type", "container")
        );
    }

    private void WriteEvictions(MetricsWriter writer, string node, List<KubeObject> pods)
    {
        writer.Family("kubelet_evictions", MetricType.Counter, "Pods evicted for lack of a resource");
        foreach (var signal in pods.Where(pod => pod.Status.Text("reason") == "Evicted").GroupBy(FindSignal))
        {
            writer.Sample(_distinct.Count($"{node} {signal.Key}", signal.Select(pod => pod.Uid)), ("eviction_signal", signal.Key));
        }
    }

    private static string FindSignal(KubeObject pod) =>
        pod.Status.Text("message")?.Contains("ephemeral", StringComparison.OrdinalIgnoreCase) == true
            ? "nodefs.available"
            : "memory.available";

    /// <summary>Each volume of a started pod has been mounted once, within the first bound.</summary>
    private void WriteStorageOperations(MetricsWriter writer, string node, List<KubeObject> pods)
    {
        var mounted = pods.Where(pod => pod.Status.Text("podIP") is not null)
            .SelectMany(
                pod => pod.Spec.Objects("volumes"),
                (pod, volume) => (Id: $"{pod.Uid}/{volume.Text("name")}", Plugin: GetPlugin(volume))
            )
            .GroupBy(mount => mount.Plugin, mount => mount.Id);
        writer.Family("storage_operation_duration_seconds", MetricType.Histogram, "Duration of volume operations");
        foreach (var plugin in mounted)
        {
            var count = _distinct.Count($"{node} {plugin.Key}", plugin);
            (string, string)[] labels =
            [
                ("migrated", "false"),
                ("operation_name", "volume_mount"),
                ("status", "success"),
                ("volume_plugin", plugin.Key),
            ];
            foreach (var bound in StorageBounds)
            {
                writer.Sample("_bucket"u8, [], count, [.. labels, ("le", bound.ToString(CultureInfo.InvariantCulture))]);
            }

            writer.Sample("_bucket"u8, [], count, [.. labels, ("le", "+Inf")]);
            writer.Sample("_sum"u8, [], count * StorageBounds[0] / 2, labels);
            writer.Sample("_count"u8, [], count, labels);
        }
    }

    private static string GetPlugin(JsonObject volume)
    {
        var field = volume.Select(entry => entry.Key).FirstOrDefault(key => key != "name") ?? "";
        return $"kubernetes.io/{Plugins.GetValueOrDefault(field, field.ToLowerInvariant())}";
    }

    /// <summary>The process of the kubelet uses a little for each pod.</summary>
    private void WriteProcess(MetricsWriter writer, KubeletSnapshot kubelet)
    {
        const double CpuOfKubelet = 0.02;
        const double CpuPerPod = 0.001;
        const double MemoryOfKubelet = 64 * 1024 * 1024;
        const double MemoryPerPod = 512 * 1024;

        var start = kubelet.Node.CreationTime;
        writer.Family("process_start_time_seconds", MetricType.Gauge, "Unix time of the start");
        writer.Sample(start.ToUnixTimeSeconds());
        writer.Family("process_cpu_seconds_total", MetricType.Counter, "CPU time");
        writer.Sample(counters.Advance("kubelet", kubelet.Node.Uid, start, kubelet.Now, CpuOfKubelet + (CpuPerPod * kubelet.Pods.Count)));
        writer.Family("process_resident_memory_bytes", MetricType.Gauge, "Resident memory");
        writer.Sample(MemoryOfKubelet + (MemoryPerPod * kubelet.Pods.Count));
    }
}
