namespace Infra.Simulator.Scheduling.Filters;

/// <summary>Filters out nodes without enough free resources for the pod.</summary>
internal sealed class ResourcesFilter : INodeFilter
{
    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?> Prepare(PodRequirements pod, IReadOnlyList<NodeInfo> nodes) => node => Check(pod.Requests, node);

    private static Rejection? Check(Resources wanted, NodeInfo node)
    {
        var (has, used) = (node.Allocatable, node.Requested);
        List<string>? lacking = null;
        var isFinal = false;
        if (node.Placed.Count + 1 > has.Pods)
        {
            (lacking ??= []).Add("Too many pods");
        }

        Compare("cpu", wanted.MilliCpu, has.MilliCpu, used.MilliCpu);
        Compare("memory", wanted.Memory, has.Memory, used.Memory);
        Compare("ephemeral-storage", wanted.EphemeralStorage, has.EphemeralStorage, used.EphemeralStorage);
        foreach (var (name, amount) in wanted.Others)
        {
            Compare(name, amount, has.Others.GetValueOrDefault(name), used.Others.GetValueOrDefault(name));
        }

        return lacking is null ? null : new Rejection(lacking, isFinal);

        void Compare(string name, long asked, long allocatable, long requested)
        {
            if (asked == 0 || asked <= allocatable - requested)
            {
                return;
            }

            (lacking ??= []).Add($"Insufficient {name}");
            isFinal |= asked > allocatable;
        }
    }
}
