namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>How far an object is.</summary>
internal sealed record Readiness
{
    /// <summary>Nothing to wait for.</summary>
    public static Readiness Ready { get; } = new() { IsReady = true };

    /// <summary>Whether it is as its manifest wants it.</summary>
    public bool IsReady { get; private init; }

    /// <summary>Whether it will never be.</summary>
    public bool HasFailed { get; private init; }

    /// <summary>What is waited for, in a few words.</summary>
    public string Status { get; private init; } = "";

    /// <summary>What stands in the way, as far as the cluster says so.</summary>
    public IReadOnlyList<string> Problems { get; private init; } = [];

    /// <summary>What the cluster says besides. While all goes well it says the same, so it is told only in the end.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>After this time it counts as ready all the same; null for never.</summary>
    public TimeSpan? Grace { get; private init; }

    /// <summary>Not ready yet.</summary>
    public static Readiness Waiting(string status, params IReadOnlyList<string> problems) => new() { Status = status, Problems = problems };

    /// <summary>Not ready yet, but good enough if nothing changes for a while.</summary>
    public static Readiness WaitingAtMost(TimeSpan grace, string status) => new() { Status = status, Problems = [status], Grace = grace };

    /// <summary>Never going to be ready.</summary>
    public static Readiness Failed(string status, params IReadOnlyList<string> problems) =>
        new() { HasFailed = true, Status = status, Problems = problems };
}
