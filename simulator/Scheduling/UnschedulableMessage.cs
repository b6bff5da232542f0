namespace Infra.Simulator.Scheduling;

/// <summary>Formats kube-scheduler's message for unschedulable pods: <c>0/3 nodes are available: 1 Insufficient cpu, 2 …</c>.</summary>
internal static class UnschedulableMessage
{
    /// <summary>Formats the rejections of nodes.</summary>
    public static string ForNodes(int nodes, IEnumerable<Rejection> rejections)
    {
        var reasons = rejections
            .SelectMany(r => r.Reasons)
            .GroupBy(r => r, StringComparer.Ordinal)
            .Select(g => $"{g.Count()} {g.Key}")
            .Order(StringComparer.Ordinal);
        return $"0/{nodes} nodes are available: {string.Join(", ", reasons)}.";
    }

    /// <summary>Formats a reason that applies to all nodes.</summary>
    public static string ForPod(int nodes, string obstacle) => $"0/{nodes} nodes are available: {obstacle}. not found";

    /// <summary>Appends the result of preemption.</summary>
    public static string WithPreemption(string sentence, string preemption) =>
        $"{sentence} no new claims to deallocate, preemption: {preemption}";
}
