namespace Infra.Simulator.Nodes;

/// <summary>Why kubelet ends a pod.</summary>
/// <param name="Reason">The reason in the pod's status.</param>
/// <param name="Message">The message in the pod's status.</param>
internal sealed record PodFailure(string Reason, string Message)
{
    /// <summary>The pod was active for longer than <c>spec.activeDeadlineSeconds</c>.</summary>
    public static PodFailure DeadlineExceeded { get; } =
        new("DeadlineExceeded", "Pod was active on the node longer than the specified deadline");

    /// <summary>The pod uses more local storage than it may.</summary>
    public static PodFailure Evicted(string message) => new("Evicted", message);

    /// <summary>Whether its event is a warning.</summary>
    public bool IsWarning => Reason == "Evicted";
}
