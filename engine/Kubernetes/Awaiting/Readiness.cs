namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>The readiness of an object at one moment.</summary>
internal sealed record Readiness
{
    /// <summary>The object is ready.</summary>
    public static Readiness Ready { get; } = new() { IsReady = true };

    /// <summary>True if the wait is over.</summary>
    public bool IsReady { get; private init; }

    /// <summary>True if the object cannot become ready.</summary>
    public bool HasFailed { get; private init; }

    /// <summary>What the object is waiting for, in a few words.</summary>
    public string Status { get; private init; } = "";

    /// <summary>The reasons that the cluster gives.</summary>
    public IReadOnlyList<string> Problems { get; private init; } = [];

    /// <summary>
    /// Conditions that may explain a failure. They also occur during a normal rollout, so they are shown only at the end.
    /// </summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The time without change after which the object counts as ready; null for never.</summary>
    public TimeSpan? Grace { get; private init; }

    /// <summary>The object is not ready yet.</summary>
    public static Readiness Waiting(string status, params IReadOnlyList<string> problems) => new() { Status = status, Problems = problems };

    /// <summary>The object is not ready yet, but counts as ready if nothing changes for a while.</summary>
    public static Readiness WaitingAtMost(TimeSpan grace, string status) =>
        new()
        {
            Status = status,
            Problems = [status],
            Grace = grace,
        };

    /// <summary>The object cannot become ready.</summary>
    public static Readiness Failed(string status, params IReadOnlyList<string> problems) =>
        new()
        {
            HasFailed = true,
            Status = status,
            Problems = problems,
        };
}
