namespace Infra.Rehearsal.Requests;

/// <summary>What a service does with a request.</summary>
public sealed record ServiceBehaviour
{
    /// <summary>The service's name.</summary>
    public required string Service { get; init; }

    /// <summary>The mean CPU time of a request, calls to other services apart.</summary>
    public required TimeSpan Cpu { get; init; }

    /// <summary>
    /// The squared coefficient of variation of the CPU time: 0 if all requests take the same, 1 if it is distributed exponentially.
    /// </summary>
    public double CpuVariation { get; init; } = 1;

    /// <summary>The 99th percentile of the CPU time as it was declared; null if it was not.</summary>
    public TimeSpan? CpuP99 { get; init; }

    /// <summary>The mean time for which a request waits without using a CPU, calls to other services apart.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The most requests that a pod works on at a time; further ones wait in its queue.</summary>
    public required int Concurrency { get; init; }

    /// <summary>The most requests that wait at a pod; further ones fail. Null for no limit.</summary>
    public int? Queue { get; init; }

    /// <summary>The most cores that a single pod can use, whatever its limit; null for all of its node.</summary>
    public double? Threads { get; init; }

    /// <summary>Its calls of other services, for each request.</summary>
    public IReadOnlyList<Call> Calls { get; init; } = [];

    /// <summary>Whether a request makes its calls at the same time instead of one after the other.</summary>
    public bool CallsInParallel { get; init; }

    /// <summary>How its requests are distributed over its pods.</summary>
    public Balancing Balancing { get; init; } = Balancing.Random;

    /// <summary>
    /// How long clients keep a connection, which stays with its pod; null if each request is balanced on its own. New pods receive requests
    /// only of new connections.
    /// </summary>
    public TimeSpan? ConnectionLifetime { get; init; }
}

/// <summary>A call of another service.</summary>
/// <param name="Service">The called service.</param>
/// <param name="PerRequest">The mean number of calls per request of the caller.</param>
/// <param name="Client">How the caller calls.</param>
public sealed record Call(string Service, double PerRequest, ClientBehaviour Client);

/// <summary>How a client behaves.</summary>
/// <param name="Timeout">How long it waits for each attempt; null for no limit.</param>
/// <param name="Retries">How often it repeats a failed request.</param>
/// <param name="BackOff">How long it waits before it repeats.</param>
public sealed record ClientBehaviour(TimeSpan? Timeout, int Retries, TimeSpan BackOff)
{
    /// <summary>A client that waits without a limit and never repeats.</summary>
    public static ClientBehaviour Patient { get; } = new(null, 0, TimeSpan.Zero);
}

/// <summary>How requests are distributed over the pods of a service.</summary>
public enum Balancing
{
    /// <summary>At random, as kube-proxy does.</summary>
    Random,

    /// <summary>To one pod after the other.</summary>
    RoundRobin,

    /// <summary>To the pod with the fewest requests.</summary>
    LeastRequest,

    /// <summary>By the client's address, which is taken to be spread evenly.</summary>
    Source,
}
