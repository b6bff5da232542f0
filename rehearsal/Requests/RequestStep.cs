namespace Infra.Rehearsal.Requests;

/// <summary>What a request model is given for a step.</summary>
public sealed record RequestStep
{
    /// <summary>The length of the step.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The requests per second that clients outside the system begin, by service. Retries are not among them.</summary>
    public required IReadOnlyDictionary<string, double> Arrivals { get; init; }

    /// <summary>The pods that exist, ready or not. Requests at a pod that is no longer among them fail.</summary>
    public required IReadOnlyList<PodCapacity> Pods { get; init; }

    /// <summary>The cores of each node that pods may use.</summary>
    public required IReadOnlyDictionary<string, double> NodeCores { get; init; }
}

/// <summary>A pod that may work on requests.</summary>
public sealed record PodCapacity
{
    /// <summary>The pod's name, the same in all steps.</summary>
    public required string Name { get; init; }

    /// <summary>The service it belongs to.</summary>
    public required string Service { get; init; }

    /// <summary>The node it runs on.</summary>
    public required string Node { get; init; }

    /// <summary>Whether new requests are sent to it. An unreachable pod may still receive them until that is detected.</summary>
    public required bool IsReady { get; init; }

    /// <summary>Whether it works on requests; what is sent to a pod that does not fails, or waits until it times out.</summary>
    public bool IsWorking { get; init; } = true;

    /// <summary>Whether it answers every request with an error, after its own work on it and without any call.</summary>
    public bool AnswersErrors { get; init; }

    /// <summary>Its CPU limit in cores; null for none.</summary>
    public double? CpuLimit { get; init; }

    /// <summary>Its CPU request in cores, by which pods share a node whose cores are all in use.</summary>
    public double CpuRequest { get; init; }

    /// <summary>The cores it uses besides its requests, for example at its start.</summary>
    public double OtherCpu { get; init; }

    /// <summary>Its weight among the ready pods of its service.</summary>
    public double Weight { get; init; } = 1;
}
