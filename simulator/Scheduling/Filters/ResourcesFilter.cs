namespace Infra.Simulator.Scheduling.Filters;

/// <summary>Filters out nodes without enough free resources for the pod.</summary>
internal sealed class ResourcesFilter : INodeFilter
{
    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?> Prepare(PodRequirements pod, NodeView nodes) => node => Check(pod.Requests, node);

    private static Rejection? Check(Resources request, NodeInfo node)
    {
        var (allocatable, requested) = (node.Allocatable, node.Requested);
        List<string>? insufficient = null;
        var isUnresolvable = false;
        if (node.Placed.Count + 1 > allocatable.Pods)
        {
            (insufficient ??= []).Add("Too many pods");
        }

        Compare("cpu", request.MilliCpu, allocatable.MilliCpu, requested.MilliCpu);
        Compare("memory", request.Memory, allocatable.Memory, requested.Memory);
        Compare("ephemeral-storage", request.EphemeralStorage, allocatable.EphemeralStorage, requested.EphemeralStorage);
        foreach (var (name, other) in request.Others)
        {
            Compare(name, other, allocatable.Others.GetValueOrDefault(name), requested.Others.GetValueOrDefault(name));
        }

        return insufficient is null ? null : new Rejection(insufficient, isUnresolvable);

        void Compare(string name, long amount, long total, long used)
        {
            if (amount == 0 || amount <= total - used)
            {
                return;
            }

            (insufficient ??= []).Add($"Insufficient {name}");
            isUnresolvable |= amount > total;
        }
    }
}
