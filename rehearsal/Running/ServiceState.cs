using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;

namespace Infra.Rehearsal.Running;

/// <summary>The pods of a service in a step.</summary>
internal sealed record ServiceState
{
    /// <summary>The pods that its workloads ask for.</summary>
    public int Desired { get; init; }

    /// <summary>The pods that are not being deleted.</summary>
    public int Pods { get; init; }

    /// <summary>The pods that receive requests.</summary>
    public int Ready { get; init; }

    /// <summary>The pods on lost nodes.</summary>
    public int Lost { get; init; }

    /// <summary>The ready pods that answer with errors.</summary>
    public int Faulty { get; init; }

    /// <summary>The pods that wait for a node.</summary>
    public int Pending { get; init; }

    /// <summary>What the scheduler says of one of them.</summary>
    public string? PendingReason { get; init; }

    /// <summary>The cores that its pods request.</summary>
    public double CpuRequested { get; init; }

    /// <summary>Whether its autoscaler asks for its maximum.</summary>
    public bool IsAtMaximum { get; init; }
}

/// <summary>The pods and nodes that serve requests in a step.</summary>
/// <param name="Pods">The pods.</param>
/// <param name="Sources">The pods of the cluster that they are.</param>
/// <param name="NodeCores">The cores of each node.</param>
/// <param name="Services">By service.</param>
/// <param name="Lost">The nodes that are lost, whether or not that has been noticed.</param>
internal sealed record CapacityView(
    IReadOnlyList<PodCapacity> Pods,
    IReadOnlyDictionary<string, (ServicePod Pod, ServiceLoadPlan Plan)> Sources,
    IReadOnlyDictionary<string, double> NodeCores,
    IReadOnlyDictionary<string, ServiceState> Services,
    IReadOnlySet<string> Lost
);
