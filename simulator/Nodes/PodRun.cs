using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Admission;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>The state machine of one simulated pod: init containers one after the other, then all containers.</summary>
internal sealed class PodRun
{
    private readonly List<ContainerRun> _init;
    private readonly List<ContainerRun> _main;
    private readonly string _restartPolicy;
    private readonly DateTimeOffset _boundAt;

    /// <summary>Creates the state of a pod from its status.</summary>
    /// <param name="pod">The pod, as of its binding or of a restart of the simulator.</param>
    /// <param name="options">The timing of the node.</param>
    /// <param name="now">The time of its binding, from which the start delay counts.</param>
    public PodRun(Pod pod, KubeletOptions options, DateTimeOffset now)
    {
        _restartPolicy = pod.RestartPolicy;
        _boundAt = now;
        _init =
        [
            .. pod
                .Source.Spec.Objects("initContainers")
                .Select(c => Create(pod, c, c.Text("restartPolicy") == "Always" ? ContainerRole.Sidecar : ContainerRole.Init, options)),
        ];
        _main = [.. pod.Source.Spec.Objects("containers").Select(c => Create(pod, c, ContainerRole.Main, options))];
        Resume(_init, pod.Source.Status.Objects("initContainerStatuses"));
        Resume(_main, pod.Source.Status.Objects("containerStatuses"));
    }

    /// <summary>The time of the next transition; null for none.</summary>
    public DateTimeOffset? NextChange => _init.Concat(_main).Select(c => c.NextChange).Min();

    /// <summary>All containers, init containers first.</summary>
    public IEnumerable<ContainerRun> Containers => _init.Concat(_main);

    /// <summary>Whether no container has started.</summary>
    public bool HasNotStarted => Containers.All(c => !c.HasRun);

    /// <summary>Makes the transitions that are due.</summary>
    public void Advance(DateTimeOffset now, Func<ContainerRun, string?> missing, Action<ContainerEvent> report)
    {
        var first = true;
        foreach (var container in _init)
        {
            container.Advance(now, Start(container, now, first), () => missing(container), report);
            first = false;
            if (!IsComplete(container))
            {
                return;
            }
        }

        foreach (var container in _main)
        {
            container.Advance(now, Start(container, now, first), () => missing(container), report);
        }
        // Sidecars stop after the last main container.
        if (_main.TrueForAll(c => c.State == ContainerState.Terminated))
        {
            _init.ForEach(c => c.Stop(now));
        }
    }

    /// <summary>Stops all containers.</summary>
    public void Stop(DateTimeOffset now)
    {
        foreach (var container in Containers)
        {
            container.Stop(now);
        }
    }

    /// <summary>Ends all containers because their node has stopped; the restart policy decides which start again.</summary>
    public void Interrupt(DateTimeOffset now)
    {
        foreach (var container in Containers)
        {
            container.Interrupt(now);
        }
    }

    /// <summary>The phase that follows from the containers' states.</summary>
    public PodPhase Phase
    {
        get
        {
            if (_init.Exists(c => c is { State: ContainerState.Terminated, HasSucceeded: false }))
            {
                return PodPhase.Failed;
            }

            if (_init.Exists(c => !IsComplete(c)) || _main.Exists(c => !c.HasRun))
            {
                return PodPhase.Pending;
            }

            if (_main.Exists(c => c.State != ContainerState.Terminated))
            {
                return PodPhase.Running;
            }

            return _main.TrueForAll(c => c.HasSucceeded) ? PodPhase.Succeeded : PodPhase.Failed;
        }
    }

    /// <summary>The pod's status.</summary>
    /// <param name="pod">The stored pod; fields of its status that other components wrote are kept.</param>
    /// <param name="podIP">The pod's address; null until its containers run.</param>
    /// <param name="hostIP">The node's address.</param>
    /// <param name="now">The time of changed conditions.</param>
    public JsonObject Status(Pod pod, string? podIP, string hostIP, DateTimeOffset now)
    {
        var phase = Phase;
        var status = (JsonObject)pod.Source.Status.DeepClone();
        status["phase"] = phase.ToString();
        status["conditions"] = Conditions(pod, phase, now).ToJson();
        status["hostIP"] = hostIP;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = hostIP });
        if (podIP is not null)
        {
            status["podIP"] = podIP;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = podIP });
        }

        status["startTime"] ??= Timestamps.Format(now);
        var waits = _init.Exists(c => !IsComplete(c));
        if (_init.Count > 0)
        {
            status["initContainerStatuses"] = Statuses(pod, _init, waits);
        }

        status["containerStatuses"] = Statuses(pod, _main, waits);
        status["qosClass"] ??= PodStatus.GetQualityOfService(pod.Source.Spec);
        status["observedGeneration"] = pod.Source.Generation;
        return status;
    }

    private DateTimeOffset Start(ContainerRun container, DateTimeOffset now, bool isFirst) =>
        isFirst || _init.Count == 0 ? _boundAt + container.Behaviour.StartDelay : now;

    private static bool IsComplete(ContainerRun container) =>
        container.Role == ContainerRole.Sidecar
            ? container.State == ContainerState.Running || container.HasSucceeded
            : container.HasSucceeded;

    private List<Condition> Conditions(Pod pod, PodPhase phase, DateTimeOffset now)
    {
        var conditions = pod.Conditions.ToList();
        var incomplete = _init.Where(c => !IsComplete(c)).Select(c => c.Name).ToList();
        conditions.Put(
            incomplete.Count == 0
                ? new Condition("Initialized", "True", phase == PodPhase.Succeeded && _init.Count > 0 ? "PodCompleted" : "")
                : new Condition(
                    "Initialized",
                    "False",
                    "ContainersNotInitialized",
                    $"containers with incomplete status: [{string.Join(' ', incomplete)}]"
                ),
            now
        );
        var unready = _main
            .Where(c => !c.IsReady)
            .Concat(_init.Where(c => c is { Role: ContainerRole.Sidecar, IsReady: false }))
            .Select(c => c.Name)
            .ToList();
        foreach (var type in (ReadOnlySpan<string>)["ContainersReady", "Ready"])
        {
            conditions.Put(
                phase switch
                {
                    PodPhase.Succeeded => new Condition(type, "False", "PodCompleted"),
                    PodPhase.Failed => new Condition(type, "False", "PodFailed"),
                    _ when unready.Count == 0 => new Condition(type, "True"),
                    _ => new Condition(
                        type,
                        "False",
                        "ContainersNotReady",
                        $"containers with unready status: [{string.Join(' ', unready)}]"
                    ),
                },
                now
            );
        }

        return conditions;
    }

    private static JsonArray Statuses(Pod pod, List<ContainerRun> containers, bool waitsForInit) =>
        [.. containers.Select(c => (JsonNode)c.ToJson($"{pod.Uid}/{c.Name}/{c.Restarts}", waitsForInit && c.Role == ContainerRole.Main))];

    private ContainerRun Create(Pod pod, JsonObject spec, ContainerRole role, KubeletOptions options)
    {
        var behaviour = ContainerBehaviour.FromPod(pod, spec, role, options);
        return new ContainerRun(spec, role, behaviour, code => role switch
            {
                _ when behaviour.EndsPod => false,
                ContainerRole.Sidecar => true,
                ContainerRole.Init => code != 0 && _restartPolicy != "Never",
                _ => _restartPolicy == "Always" || (_restartPolicy == "OnFailure" && code != 0),
            });
    }

    private static void Resume(List<ContainerRun> containers, IEnumerable<JsonObject> statuses)
    {
        foreach (var status in statuses)
        {
            containers.Find(c => c.Name == status.Text("name"))?.Resume(status);
        }
    }
}
