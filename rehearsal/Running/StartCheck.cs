using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Verdicts;

namespace Infra.Rehearsal.Running;

/// <summary>Waits until all workloads of a stack are ready, and says what never is.</summary>
internal sealed class StartCheck(RehearsedCluster cluster)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);

    /// <summary>By then operators have created the Secrets of what they run.</summary>
    private static readonly TimeSpan _untilOthersHaveCreated = TimeSpan.FromMinutes(2);

    /// <summary>Advances the time until all pods are ready, or a time has passed.</summary>
    public bool Wait(TimeSpan atMost, CancellationToken cancellation)
    {
        var (begun, deadline) = (cluster.Cluster.Now, cluster.Cluster.Now + atMost);
        var hasAssumed = false;
        while (cluster.Cluster.Now < deadline && !cancellation.IsCancellationRequested)
        {
            if (IsComplete())
            {
                return true;
            }

            if (!hasAssumed && cluster.Cluster.Now >= begun + _untilOthersHaveCreated)
            {
                hasAssumed = true;
                cluster.AssumeExisting();
            }

            cluster.Cluster.Advance(_interval);
        }

        return IsComplete();
    }

    /// <summary>What the cluster refuses and what is not ready.</summary>
    public IEnumerable<StartProblem> FindProblems(TimeSpan waited)
    {
        foreach (var refused in cluster.Refused.Where(one => !one.IsUnknownKind))
        {
            yield return new StartProblem(refused.Subject, "is accepted", "refused", "accepted by the cluster", refused.Message)
            {
                IsRefusal = true,
            };
        }

        foreach (var state in WorkloadState.Read(cluster.Cluster.Client).Where(IsIncomplete))
        {
            var subject = cluster.FindService(state.Namespace, state.Kind, state.Name) ?? $"{state.Kind} {state.Namespace}/{state.Name}";
            yield return new StartProblem(
                subject,
                "starts",
                $"{state.Ready} of {state.Desired} pods ready",
                $"all within {Limits.Time(waited)}",
                FindCause(state)
            );
        }
    }

    private bool IsComplete() => !WorkloadState.Read(cluster.Cluster.Client).Any(IsIncomplete);

    // Pods of a StatefulSet or a DaemonSet stay on a lost node; those of a Deployment are replaced.
    private bool IsIncomplete(WorkloadState state) =>
        !state.IsComplete
        && (state.Kind == "Deployment" || CountLost(state) is not (> 0 and var lost) || state.Ready + lost < state.Desired);

    private int CountLost(WorkloadState state)
    {
        var nodes = cluster.Cluster.LostNodes;
        return nodes.Count == 0
            ? 0
            : cluster.Pods.Count(pod =>
                pod.Pod.Namespace == state.Namespace
                && pod.Pod.Node is { } node
                && nodes.Contains(node)
                && pod.Pod.Source.Controller is { } controller
                && controller.Kind == state.Kind
                && controller.Name == state.Name
            );
    }

    private string FindCause(WorkloadState state)
    {
        var service = cluster.FindService(state.Namespace, state.Kind, state.Name);
        var pods = cluster
            .Pods.Where(pod => !pod.Pod.IsReady)
            .Where(pod =>
                service is not null
                    ? pod.Service == service
                    : pod.Pod.Namespace == state.Namespace && pod.Pod.Name.StartsWith($"{state.Name}-", StringComparison.Ordinal)
            )
            .ToList();
        if (pods.Count == 0)
        {
            return cluster
                .Cluster.Client.List(Infra.Simulator.Objects.GroupResource.Events, state.Namespace)
                .Items.Where(one => one.Body["reason"]?.ToString() == "FailedCreate")
                .Select(one => one.Body["message"]?.ToString())
                .LastOrDefault(message => message?.Contains(state.Name, StringComparison.Ordinal) == true)
                ?? "its pods are not created";
        }

        var waiting = pods.Find(pod => pod.Pod.UnschedulableReason is not null);
        return (waiting is null ? null : SchedulingReason.Describe(waiting.Pod.UnschedulableReason!))
            ?? pods.Select(pod => pod.Pod.WaitingReason).FirstOrDefault(reason => reason is not null and not "ContainerCreating")
            ?? (pods[0].Pod.StartedAt is null ? "its containers do not start" : "its probes do not succeed");
    }
}
