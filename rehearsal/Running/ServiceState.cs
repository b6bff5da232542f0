using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;
using Infra.Simulator.Metrics;

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

/// <summary>A pod of the cluster that serves requests.</summary>
/// <param name="pod">The pod.</param>
/// <param name="plan">How its service behaves.</param>
internal sealed class PodSource(ServicePod pod, ServiceLoadPlan plan)
{
    /// <summary>The pod.</summary>
    public ServicePod Pod => pod;

    /// <summary>How its service behaves.</summary>
    public ServiceLoadPlan Plan => plan;

    /// <summary>What it is recorded to use; null before its first step.</summary>
    public PodRecording? Recording { get; set; }
}

/// <summary>The pods and nodes that serve requests in a step.</summary>
/// <param name="Pods">The pods.</param>
/// <param name="Sources">For each of them the pod of the cluster; null for one that is gone and finishes its work.</param>
/// <param name="NodeCores">The cores of each node.</param>
/// <param name="Services">By service.</param>
/// <param name="Lost">The nodes that are lost, whether or not that has been noticed.</param>
internal sealed record CapacityView(
    IReadOnlyList<PodCapacity> Pods,
    IReadOnlyList<PodSource?> Sources,
    IReadOnlyDictionary<string, double> NodeCores,
    IReadOnlyDictionary<string, ServiceState> Services,
    IReadOnlySet<string> Lost
)
{
    /// <summary>For each pod the number of its node, from 0 on: it is looked up once and not in each step.</summary>
    public IReadOnlyList<int> NodeNumbers { get; } = Number(Pods);

    private static int[] Number(IReadOnlyList<PodCapacity> pods)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var numbers = new int[pods.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!known.TryGetValue(pods[i].Node, out numbers[i]))
            {
                known.Add(pods[i].Node, numbers[i] = known.Count);
            }
        }

        return numbers;
    }
}
