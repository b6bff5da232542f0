using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Metrics.Exposition;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.KubeState;

/// <summary>The metrics of the containers, or of the init containers, of pods.</summary>
internal static class ContainerFamilies
{
    /// <param name="prefix">The start of the metrics' names.</param>
    /// <param name="containers">The field of the pod's spec with the containers.</param>
    /// <param name="statuses">The field of the pod's status with their statuses.</param>
    public static IEnumerable<StateFamily> Create(string prefix, string containers, string statuses)
    {
        var isInit = containers == "initContainers";
        yield return new($"{prefix}_info", "Information about the container", WriteInfo);
        yield return Resources("limits");
        yield return Resources("requests");
        yield return Each("status_last_terminated_reason", "Reason of the latest end", (status, name, samples) =>
        {
            if (status.Map("lastState", "terminated") is { } last)
            {
                samples.Info(("container", name), ("reason", last.Text("reason") ?? ""));
            }
        });
        yield return Value("status_ready", "Whether the container is ready", status => status.Flag("ready") ? 1 : 0);
        yield return Value("status_restarts_total", "Restarts", status => status.Number("restartCount") ?? 0) with
        {
            Type = MetricType.Counter,
        };
        yield return Value("status_running", "Whether the container runs", status => status.Map("state", "running") is null ? 0 : 1);
        yield return Value("status_terminated", "Whether it has ended", status => status.Map("state", "terminated") is null ? 0 : 1);
        yield return Reason("terminated", "Reason of the end");
        yield return Value("status_waiting", "Whether it waits", status => status.Map("state", "waiting") is null ? 0 : 1);
        yield return Reason("waiting", "Reason of the wait");
        if (isInit)
        {
            yield break;
        }

        yield return Each("state_started", "Unix time of the start", (status, name, samples) =>
        {
            if ((status.Time("state", "running", "startedAt") ?? status.Time("state", "terminated", "startedAt")) is { } start)
            {
                samples.Add(start.ToUnixTimeSeconds(), ("container", name));
            }
        });
        yield return Each("status_last_terminated_exitcode", "Exit code of the latest end", (status, name, samples) =>
        {
            if (status.Map("lastState", "terminated") is { } last)
            {
                samples.Add(last.Number("exitCode") ?? 0, ("container", name));
            }
        });
        yield return Each("status_last_terminated_timestamp", "Unix time of the latest end", (status, name, samples) =>
        {
            if (status.Time("lastState", "terminated", "finishedAt") is { } end)
            {
                samples.Add(end.ToUnixTimeSeconds(), ("container", name));
            }
        });

        StateFamily Each(string name, string help, Action<JsonObject, string, StateSamples> write) =>
            new($"{prefix}_{name}", help, (pod, samples) =>
            {
                foreach (var status in pod.Status.Objects(statuses))
                {
                    write(status, status.Text("name") ?? "", samples);
                }
            });

        StateFamily Value(string name, string help, Func<JsonObject, double> value) =>
            Each(name, help, (status, container, samples) => samples.Add(value(status), ("container", container)));

        StateFamily Reason(string state, string help) => Each($"status_{state}_reason", help, (status, name, samples) =>
            {
                if (status.Map("state", state) is { } current)
                {
                    samples.Info(("container", name), ("reason", current.Text("reason") ?? ""));
                }
            });

        StateFamily Resources(string kind) => new($"{prefix}_resource_{kind}", $"Resource {kind} of the container", (pod, samples) =>
            {
                var node = pod.Spec.Text("nodeName") ?? "";
                foreach (var container in pod.Spec.Objects(containers))
                {
                    WriteResources(container, node, kind, samples);
                }
            });

        void WriteInfo(KubeObject pod, StateSamples samples)
        {
            var specs = pod.Spec.Objects(containers).ToDictionary(container => container.Text("name") ?? "", StringComparer.Ordinal);
            foreach (var status in pod.Status.Objects(statuses))
            {
                var name = status.Text("name") ?? "";
                if (!specs.TryGetValue(name, out var container))
                {
                    continue;
                }

                (string, string)[] labels =
                [
                    ("container", name),
                    ("image_spec", container.Text("image") ?? ""),
                    ("image", status.Text("image") ?? ""),
                    ("image_id", status.Text("imageID") ?? ""),
                    ("container_id", status.Text("containerID") ?? ""),
                ];
                samples.Info(isInit ? [.. labels, ("restart_policy", container.Text("restartPolicy") ?? "")] : labels);
            }
        }
    }

    private static void WriteResources(JsonObject container, string node, string kind, StateSamples samples)
    {
        foreach (var (resource, value) in container.Map("resources", kind) ?? [])
        {
            if (resource != "pods" && ResourceUnits.Find(resource) is { } unit)
            {
                samples.Add(
                    Quantity.FromJson(value).ToDouble(),
                    ("container", container.Text("name") ?? ""),
                    ("node", node),
                    ("resource", ResourceUnits.Sanitize(resource)),
                    ("unit", unit)
                );
            }
        }
    }
}
