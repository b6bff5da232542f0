using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling;

namespace Infra.Simulator.Autoscaling;

/// <summary>
/// The pods of a node that would have to move before it is removed. Some cannot: without a controller, with volumes of the node itself, in
/// <c>kube-system</c> without a disruption budget, or annotated so.
/// </summary>
internal static class MovablePods
{
    private const string SafeToEvict = "cluster-autoscaler.kubernetes.io/safe-to-evict";
    private const int DefaultGrace = 30;

    // A pod that terminates longer than its grace period and this counts as gone.
    private static readonly TimeSpan _longTermination = TimeSpan.FromSeconds(30);

    /// <summary>Finds them; null if one cannot move.</summary>
    public static IReadOnlyList<PodRequirements>? Find(NodeInfo node, Func<Pod, bool> hasBudget, DateTimeOffset now)
    {
        var movable = new List<PodRequirements>();
        foreach (var placed in node.Placed)
        {
            var pod = placed.Pod;
            if (pod.Source.Controller?.Kind == "DaemonSet" || pod.IsFinished || IsTerminatingLong(pod, now))
            {
                continue;
            }

            if (Blocks(placed, hasBudget))
            {
                return null;
            }

            movable.Add(placed);
        }

        return movable;
    }

    /// <summary>Whether a pod should have ended: its node may be lost.</summary>
    public static bool IsTerminatingLong(Pod pod, DateTimeOffset now) =>
        pod.IsDeleting
        && pod.Source.DeletionTime is { } end
        && end + TimeSpan.FromSeconds(pod.Source.Spec.Number("terminationGracePeriodSeconds") ?? DefaultGrace) + _longTermination < now;

    private static bool Blocks(PodRequirements placed, Func<Pod, bool> hasBudget) =>
        placed.Pod.Annotations.GetValueOrDefault(SafeToEvict) switch
        {
            "true" => false,
            "false" => true,
            _ => placed.Pod.Source.Controller is null
                || placed.UsesHostPath
                || (placed.Pod.Namespace == "kube-system" && !hasBudget(placed.Pod)),
        };
}
