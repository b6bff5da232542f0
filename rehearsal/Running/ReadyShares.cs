using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Stacks;

namespace Infra.Rehearsal.Running;

/// <summary>The weights by which pods of several versions get the shares of requests that the stack gives to versions.</summary>
internal sealed class ReadyShares
{
    private readonly Dictionary<string, double> _weights;

    public ReadyShares(StackObjects stack, string service, IEnumerable<ServicePod> ready)
    {
        var counts = ready.CountBy(pod => pod.Workload).ToDictionary(StringComparer.Ordinal);
        var shares = stack.Services.FirstOrDefault(one => one.Name == service)?.Workloads ?? new Dictionary<string, double>();
        // A scale that leaves the pods of a single version their weight of 1.
        var total = counts.Values.Sum();
        _weights = shares.ToDictionary(
            share => share.Key,
            share => counts.TryGetValue(share.Key, out var count) ? share.Value * total / count : 0,
            StringComparer.Ordinal
        );
    }

    /// <summary>The weight of a pod of a workload.</summary>
    public double GetWeight(string workload) => _weights.GetValueOrDefault(workload, 1) is > 0 and var weight ? weight : 0;
}
