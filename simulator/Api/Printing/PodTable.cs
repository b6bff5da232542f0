using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The table of pods. The STATUS column is the phase, or the reason of a waiting or terminated container.</summary>
internal static class PodTable
{
    public static readonly ITableLayout Layout = new TableLayout(
        Name,
        Text("Ready", Ready).As("The aggregate readiness state of this pod for accepting traffic."),
        Text("Status", Status).As("The aggregate status of the containers in this pod."),
        new Column("Restarts", Restarts).As(
            "The number of times the containers in this pod have been restarted and when the last container in this pod has restarted."
        ),
        Age,
        Text("IP", pod => pod.Status.Text("podIP") is { Length: > 0 } address ? address : None, 1).From("core.v1.PodStatus.podIP"),
        Text("Node", pod => pod.Spec.Text("nodeName") is { Length: > 0 } node ? node : None, 1).From("core.v1.PodSpec.nodeName"),
        Text("Nominated Node", pod => pod.Status.Text("nominatedNodeName") is { Length: > 0 } node ? node : None, 1)
            .From("core.v1.PodStatus.nominatedNodeName"),
        Text("Readiness Gates", ReadinessGates, 1).From("core.v1.PodSpec.readinessGates")
    )
    {
        RowConditions = FindConditions,
    };

    private static string Ready(KubeObject pod)
    {
        var sidecars = Sidecars(pod);
        var ready =
            pod.Status.Objects("containerStatuses").Count(IsReady)
            + pod.Status.Objects("initContainerStatuses").Count(status => sidecars.Contains(status.Text("name")) && IsReady(status));
        return string.Create(CultureInfo.InvariantCulture, $"{ready}/{(pod.Spec.Array("containers")?.Count ?? 0) + sidecars.Count}");

        static bool IsReady(JsonObject status) => status.Flag("ready") && status.Map("state", "running") is not null;
    }

    private static HashSet<string?> Sidecars(KubeObject pod) =>
        [
            .. pod
                .Spec.Objects("initContainers")
                .Where(container => container.Text("restartPolicy") == "Always")
                .Select(container => container.Text("name")),
        ];

    private static string Status(KubeObject pod)
    {
        var reason = pod.Status.Text("reason") is { Length: > 0 } statusReason ? statusReason : pod.Status.Text("phase") ?? "";
        if (
            pod
                .Status.Objects("conditions")
                .Any(condition => condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated")
        )
        {
            reason = "SchedulingGated";
        }

        var initReason = InitReason(pod);
        if (initReason is not null)
        {
            reason = initReason;
        }

        if (initReason is null || pod.Status.HasCondition("Initialized"))
        {
            reason = ContainerReason(pod) ?? reason;
        }

        if (!pod.IsDeleting)
        {
            return reason;
        }

        return pod.Status.Text("reason") == "NodeLost" ? Unknown
            : pod.Status.Text("phase") is "Succeeded" or "Failed" ? reason
            : "Terminating";
    }

    /// <summary>Returns the status of the first incomplete init container; null if all are complete.</summary>
    private static string? InitReason(KubeObject pod)
    {
        var sidecars = Sidecars(pod);
        var total = pod.Spec.Array("initContainers")?.Count ?? 0;
        var index = 0;
        foreach (var status in pod.Status.Objects("initContainerStatuses"))
        {
            var terminated = status.Map("state", "terminated");
            if (
                (terminated is not null && (terminated.Number("exitCode") ?? 0) == 0)
                || (sidecars.Contains(status.Text("name")) && status.Flag("started"))
            )
            {
                index++;
                continue;
            }
            if (terminated is not null)
            {
                return "Init:" + TerminationReason(terminated);
            }

            if (status.Text("state", "waiting", "reason") is { Length: > 0 } waiting && waiting != "PodInitializing")
            {
                return "Init:" + waiting;
            }

            return string.Create(CultureInfo.InvariantCulture, $"Init:{index}/{total}");
        }
        return null;
    }

    private static string? ContainerReason(KubeObject pod)
    {
        string? reason = null;
        var hasRunning = false;
        foreach (var status in pod.Status.Objects("containerStatuses").Reverse())
        {
            if (status.Text("state", "waiting", "reason") is { Length: > 0 } waiting)
            {
                reason = waiting;
            }
            else if (status.Map("state", "terminated") is { } terminated)
            {
                reason = TerminationReason(terminated);
            }
            else if (status.Flag("ready") && status.Map("state", "running") is not null)
            {
                hasRunning = true;
            }
        }
        if (reason != "Completed" || !hasRunning)
        {
            return reason;
        }

        return pod.Status.HasCondition("Ready") ? "Running" : "NotReady";
    }

    private static string TerminationReason(JsonObject terminated) =>
        terminated.Text("reason") is { Length: > 0 } reason ? reason
        : (terminated.Number("signal") ?? 0) != 0 ? $"Signal:{terminated.Number("signal")}"
        : $"ExitCode:{terminated.Number("exitCode") ?? 0}";

    private static JsonNode Restarts(KubeObject pod, DateTimeOffset now)
    {
        var sidecars = Sidecars(pod);
        var statuses = pod
            .Status.Objects("containerStatuses")
            .Concat(
                pod.Status.Objects("initContainerStatuses")
                    .Where(status => InitReason(pod) is not null || sidecars.Contains(status.Text("name")))
            )
            .ToList();
        var restarts = statuses.Sum(status => status.Number("restartCount") ?? 0);
        var last = statuses.Max(status => status.Time("lastState", "terminated", "finishedAt"));
        return restarts != 0 && last is not null
            ? string.Create(CultureInfo.InvariantCulture, $"{restarts} ({HumanDuration.Since(last, now)} ago)")
            : Number(restarts);
    }

    private static string ReadinessGates(KubeObject pod)
    {
        var gates = pod.Spec.Objects("readinessGates").Select(gate => gate.Text("conditionType")).ToList();
        if (gates.Count == 0)
        {
            return None;
        }

        var met = gates.Count(gate => gate is not null && pod.Status.HasCondition(gate));
        return string.Create(CultureInfo.InvariantCulture, $"{met}/{gates.Count}");
    }

    private static JsonArray? FindConditions(KubeObject pod) =>
        pod.Status.Text("phase") switch
        {
            "Succeeded" => Completed("Succeeded", "The pod has completed successfully."),
            "Failed" => Completed("Failed", "The pod failed."),
            _ => null,
        };

    private static JsonArray Completed(string reason, string message) =>
        new(
            new JsonObject
            {
                ["type"] = "Completed",
                ["status"] = "True",
                ["reason"] = reason,
                ["message"] = message,
            }
        );
}
