using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling;

/// <summary>Recognises pods that the scheduler has preempted.</summary>
internal static class PodPreemption
{
    /// <summary>The reason of their condition <c>DisruptionTarget</c>.</summary>
    public const string Reason = "PreemptionByScheduler";

    /// <summary>Whether the pod is being deleted because of its preemption.</summary>
    public static bool IsTerminatingByPreemption(this Pod pod) =>
        pod.IsDeleting && pod.Conditions.FirstOrDefault(c => c.Type == "DisruptionTarget") is { IsTrue: true, Reason: Reason };
}
