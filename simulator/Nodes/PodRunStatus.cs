using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Admission;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>The status of a simulated pod.</summary>
internal static class PodRunStatus
{
    /// <summary>Creates the status.</summary>
    /// <param name="run">The pod's state.</param>
    /// <param name="pod">The stored pod; fields of its status that other components wrote are kept.</param>
    /// <param name="podIP">The pod's address; null until its containers run.</param>
    /// <param name="hostIP">The node's address.</param>
    /// <param name="now">The time of changed conditions.</param>
    public static JsonObject Create(PodRun run, Pod pod, string? podIP, string hostIP, DateTimeOffset now)
    {
        var phase = run.Phase;
        var status = (JsonObject)pod.Source.Status.DeepClone();
        status["phase"] = phase.ToString();
        if (run.Failure is { } failure && phase == PodPhase.Failed)
        {
            status["reason"] = failure.Reason;
            status["message"] = failure.Message;
        }

        status["conditions"] = GetConditions(run, pod, phase, now).ToJson();
        status["hostIP"] = hostIP;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = hostIP });
        if (podIP is not null)
        {
            status["podIP"] = podIP;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = podIP });
        }

        status["startTime"] ??= Timestamps.Format(now);
        if (run.InitContainers.Count > 0)
        {
            status["initContainerStatuses"] = GetStatuses(pod, run.InitContainers, run.InitContainers.Count > 0);
        }

        status["containerStatuses"] = GetStatuses(pod, run.MainContainers, run.InitContainers.Count > 0);
        status["qosClass"] ??= PodStatus.GetQualityOfService(pod.Source.Spec);
        status["observedGeneration"] = pod.Source.Generation;
        return status;
    }

    private static List<Condition> GetConditions(PodRun run, Pod pod, PodPhase phase, DateTimeOffset now)
    {
        var conditions = pod.Conditions.ToList();
        conditions.Put(GetInitialized(run, phase), now);
        var unready = run
            .MainContainers.Where(c => !c.IsReady)
            .Concat(run.InitContainers.Where(c => c is { Type: ContainerType.Sidecar, IsReady: false }))
            .Select(c => c.Name)
            .ToList();
        var gates = GetClosedGates(pod);
        foreach (var type in (ReadOnlySpan<string>)["ContainersReady", "Ready"])
        {
            conditions.Put(
                phase switch
                {
                    PodPhase.Succeeded => new Condition(type, "False", "PodCompleted"),
                    PodPhase.Failed => new Condition(type, "False", "PodFailed"),
                    _ when unready.Count > 0 => new Condition(
                        type,
                        "False",
                        "ContainersNotReady",
                        $"containers with unready status: [{string.Join(' ', unready)}]"
                    ),
                    _ when type == "Ready" && gates.Length > 0 => new Condition(type, "False", "ReadinessGatesNotReady", gates),
                    _ => new Condition(type, "True"),
                },
                now
            );
        }

        return conditions;
    }

    private static Condition GetInitialized(PodRun run, PodPhase phase)
    {
        if (run.IsInitialized)
        {
            return new Condition("Initialized", "True", phase == PodPhase.Succeeded && run.InitContainers.Count > 0 ? "PodCompleted" : "");
        }

        var incomplete = run.InitContainers.Where(c => !PodRun.IsComplete(c)).Select(c => c.Name);
        return new Condition(
            "Initialized",
            "False",
            "ContainersNotInitialized",
            $"containers with incomplete status: [{string.Join(' ', incomplete)}]"
        );
    }

    private static string GetClosedGates(Pod pod) =>
        string.Join(
            ", ",
            pod.Source.Spec.Objects("readinessGates")
                .Select(gate => gate.Text("conditionType") ?? "")
                .Select(gate =>
                    pod.Conditions.FindCondition(gate) switch
                    {
                        null => $"corresponding condition of pod readiness gate \"{gate}\" does not exist.",
                        { IsTrue: true } => null,
                        var closed => $"the status of pod readiness gate \"{gate}\" is not \"True\", but {closed.Status}",
                    }
                )
                .OfType<string>()
        );

    private static JsonArray GetStatuses(Pod pod, IReadOnlyList<ContainerRun> containers, bool hasInit)
    {
        var messageLength = TerminationMessage.GetShare(pod.Source.Spec);
        return [.. containers.Select(c => (JsonNode)ContainerStatus.Create(c, pod.Uid, PodNames.Format(pod), hasInit, messageLength))];
    }
}
