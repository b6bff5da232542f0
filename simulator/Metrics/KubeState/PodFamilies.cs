using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Metrics.KubeState.StateFamilies;

namespace Infra.Simulator.Metrics.KubeState;

/// <summary>The metrics of pods, beside those of their containers.</summary>
internal static class PodFamilies
{
    private static readonly string[] Reasons = ["Evicted", "NodeAffinity", "NodeLost", "Shutdown", "UnexpectedAdmissionError"];

    public static StateResource All { get; } =
        new(
            GroupResource.Pods,
            "pod",
            [
                new("kube_pod_completion_time", "Unix time at which the last container ended", WriteCompletion),
                .. ContainerFamilies.Create("kube_pod_container", "containers", "containerStatuses"),
                .. ContainerFamilies.Create("kube_pod_init_container", "initContainers", "initContainerStatuses"),
                Created("pod"),
                Deletion("pod"),
                new("kube_pod_info", "Information about the pod", WriteInfo),
                new("kube_pod_ips", "Addresses of the pod", WriteAddresses),
                new("kube_pod_overhead_cpu_cores", "CPU overhead", (pod, samples) => WriteOverhead(pod, "cpu", samples)),
                new("kube_pod_overhead_memory_bytes", "Memory overhead", (pod, samples) => WriteOverhead(pod, "memory", samples)),
                Owner("pod"),
                Info("kube_pod_restart_policy", "Restart policy", pod => [("type", pod.Spec.Text("restartPolicy") ?? "")]),
                new("kube_pod_runtimeclass_name_info", "Runtime class", WriteRuntimeClass),
                new("kube_pod_spec_volumes_persistentvolumeclaims_info", "Claims", (pod, samples) => WriteClaims(pod, samples, _ => 1)),
                new("kube_pod_spec_volumes_persistentvolumeclaims_readonly", "Whether the claim is mounted read-only", (pod, samples) =>
                    WriteClaims(pod, samples, volume => volume.Flag("persistentVolumeClaim", "readOnly") ? 1 : 0)
                ),
                TimeOf("kube_pod_start_time", "Unix time of the start", "status", "startTime"),
                Phase("kube_pod_status_phase", "phase", ["status", "phase"], "Pending", "Succeeded", "Failed", "Unknown", "Running"),
                Since("kube_pod_status_container_ready_time", "ContainersReady"),
                Since("kube_pod_status_initialized_time", "Initialized"),
                Since("kube_pod_status_ready_time", "Ready"),
                Since("kube_pod_status_scheduled_time", "PodScheduled"),
                Since("kube_pod_status_unscheduled_time", "PodScheduled", "False"),
                Phase("kube_pod_status_qos_class", "qos_class", ["status", "qosClass"], "BestEffort", "Burstable", "Guaranteed"),
                Condition("kube_pod_status_ready", "Whether the pod is ready", "Ready"),
                Condition("kube_pod_status_scheduled", "Whether the pod is scheduled", "PodScheduled"),
                new("kube_pod_status_reason", "Whether the status has the reason", WriteReasons),
                new("kube_pod_status_unschedulable", "The pod cannot be scheduled", WriteUnschedulable),
                new("kube_pod_tolerations", "Tolerations", WriteTolerations),
                Info("kube_pod_service_account", "Service account", pod =>
                    [("service_account", pod.Spec.Text("serviceAccountName") ?? "")]
                ),
                Info("kube_pod_scheduler", "Scheduler", pod => [("name", pod.Spec.Text("schedulerName") ?? "")]),
            ]
        )
        {
            HasUid = true,
        };

    /// <summary>The time of a condition's latest change to a status.</summary>
    private static StateFamily Since(string name, string type, string status = "True") =>
        new(name, $"Unix time since which the condition {type} is {status}", (pod, samples) =>
        {
            foreach (var condition in pod.Status.Objects("conditions"))
            {
                if (
                    condition.Text("type") == type
                    && condition.Text("status") == status
                    && condition.Time("lastTransitionTime") is { } time
                )
                {
                    samples.Add(time.ToUnixTimeSeconds());
                }
            }
        });

    private static void WriteCompletion(KubeObject pod, StateSamples samples)
    {
        var ends = pod.Status.Objects("containerStatuses").Select(status => status.Time("state", "terminated", "finishedAt"));
        if (ends.Max() is { } last)
        {
            samples.Add(last.ToUnixTimeSeconds());
        }
    }

    private static void WriteInfo(KubeObject pod, StateSamples samples) =>
        samples.Info(
            ("host_ip", pod.Status.Text("hostIP") ?? ""),
            ("pod_ip", pod.Status.Text("podIP") ?? ""),
            ("node", pod.Spec.Text("nodeName") ?? ""),
            ("created_by_kind", pod.Controller?.Kind ?? ""),
            ("created_by_name", pod.Controller?.Name ?? ""),
            ("priority_class", pod.Spec.Text("priorityClassName") ?? ""),
            ("host_network", pod.Spec.Flag("hostNetwork") ? "true" : "false")
        );

    private static void WriteAddresses(KubeObject pod, StateSamples samples)
    {
        foreach (var entry in pod.Status.Objects("podIPs"))
        {
            if (entry.Text("ip") is { } text && IPAddress.TryParse(text, out var address))
            {
                samples.Info(("ip", text), ("ip_family", address.AddressFamily == AddressFamily.InterNetworkV6 ? "6" : "4"));
            }
        }
    }

    private static void WriteOverhead(KubeObject pod, string resource, StateSamples samples)
    {
        if (pod.Spec.Node("overhead", resource) is { } overhead)
        {
            samples.Add(Quantity.FromJson(overhead).ToDouble());
        }
    }

    private static void WriteRuntimeClass(KubeObject pod, StateSamples samples)
    {
        if (pod.Spec.Text("runtimeClassName") is { } name)
        {
            samples.Info(("runtimeclass_name", name));
        }
    }

    private static void WriteClaims(KubeObject pod, StateSamples samples, Func<JsonObject, double> value)
    {
        foreach (var volume in pod.Spec.Objects("volumes"))
        {
            if (PodVolumes.FindClaim(pod.Name, volume) is { } claim)
            {
                samples.Add(
                    value(volume),
                    ("volume", volume.Text("name") ?? ""),
                    ("persistentvolumeclaim", claim),
                    ("ephemeral", volume.Map("ephemeral") is null ? "false" : "true")
                );
            }
        }
    }

    private static void WriteReasons(KubeObject pod, StateSamples samples)
    {
        foreach (var reason in Reasons)
        {
            var isSet =
                pod.Status.Text("reason") == reason
                || pod.Status.Objects("conditions").Any(condition => condition.Text("reason") == reason)
                || pod.Status.Objects("containerStatuses").Any(status => status.Text("state", "terminated", "reason") == reason);
            samples.Add(isSet ? 1 : 0, ("reason", reason));
        }
    }

    private static void WriteUnschedulable(KubeObject pod, StateSamples samples)
    {
        if (
            pod
                .Status.Objects("conditions")
                .Any(condition => condition.Text("type") == "PodScheduled" && condition.Text("status") == "False")
        )
        {
            samples.Add(1);
        }
    }

    private static void WriteTolerations(KubeObject pod, StateSamples samples)
    {
        var seen = new HashSet<(string, string, string, string, string)>();
        foreach (var toleration in pod.Spec.Objects("tolerations"))
        {
            var (key, operation) = (toleration.Text("key") ?? "", toleration.Text("operator") ?? "");
            var (value, effect) = (toleration.Text("value") ?? "", toleration.Text("effect") ?? "");
            var seconds = toleration.Number("tolerationSeconds")?.ToString(CultureInfo.InvariantCulture) ?? "";
            if (seen.Add((key, operation, value, effect, seconds)))
            {
                samples.Info(("key", key), ("operator", operation), ("value", value), ("effect", effect), ("toleration_seconds", seconds));
            }
        }
    }
}
