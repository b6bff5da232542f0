using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>Pods. The STATUS column is the phase, or the reason of a waiting or terminated container.</summary>
internal static class PodTable
{
    public static readonly ITableLayout Layout = new TableLayout(
        Name,
        Text("Ready", Ready),
        Text("Status", Status),
        new Column("Restarts", Restarts),
        Age,
        Text("IP", pod => pod.Status.Text("podIP") is { Length: > 0 } address ? address : None, 1),
        Text("Node", pod => pod.Spec.Text("nodeName") is { Length: > 0 } node ? node : None, 1),
        Text("Nominated Node", pod => pod.Status.Text("nominatedNodeName") is { Length: > 0 } node ? node : None, 1),
        Text("Readiness Gates", ReadinessGates, 1)
    )
    {
        RowConditions = Ended,
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
        var reason = pod.Status.Text("reason") is { Length: > 0 } own ? own : pod.Status.Text("phase") ?? "";
        if (
            pod
                .Status.Objects("conditions")
                .Any(condition => condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated")
        )
        {
            reason = "SchedulingGated";
        }

        var initialising = InitReason(pod);
        if (initialising is not null)
        {
            reason = initialising;
        }

        if (initialising is null || IsInitialised(pod))
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

    private static bool IsInitialised(KubeObject pod) =>
        pod.Status.Objects("conditions").Any(condition => condition.Text("type") == "Initialized" && condition.Text("status") == "True");

    /// <summary>The status of the first incomplete init container; null if all are complete.</summary>
    private static string? InitReason(KubeObject pod)
    {
        var sidecars = Sidecars(pod);
        var total = pod.Spec.Array("initContainers")?.Count ?? 0;
        var index = 0;
        foreach (var status in pod.Status.Objects("initContainerStatuses"))
        {
            var ended = status.Map("state", "terminated");
            if (
                (ended is not null && (ended.Number("exitCode") ?? 0) == 0)
                || (sidecars.Contains(status.Text("name")) && status.Flag("started"))
            )
            {
                index++;
                continue;
            }
            if (ended is not null)
            {
                return "Init:" + (ended.Text("reason") is { Length: > 0 } why ? why : Exit(ended));
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
            else if (status.Map("state", "terminated") is { } ended)
            {
                reason = ended.Text("reason") is { Length: > 0 } why ? why : Exit(ended);
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

        return pod.Status.Objects("conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True")
            ? "Running"
            : "NotReady";
    }

    private static string Exit(JsonObject ended) =>
        (ended.Number("signal") ?? 0) != 0 ? $"Signal:{ended.Number("signal")}" : $"ExitCode:{ended.Number("exitCode") ?? 0}";

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

        var met = gates.Count(gate =>
            pod.Status.Objects("conditions").Any(condition => condition.Text("type") == gate && condition.Text("status") == "True")
        );
        return string.Create(CultureInfo.InvariantCulture, $"{met}/{gates.Count}");
    }

    private static JsonArray? Ended(KubeObject pod) =>
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
