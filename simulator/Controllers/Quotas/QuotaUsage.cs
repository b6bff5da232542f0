using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Admission;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Quotas;

/// <summary>
/// Computes the usage of a ResourceQuota: pods and their requests and limits, claims and their sizes, Services by type, and object counts.
/// </summary>
/// <param name="quota">The spec of the quota.</param>
/// <param name="list">Returns the objects of a resource type in the namespace.</param>
internal sealed class QuotaUsage(JsonObject quota, Func<GroupResource, IEnumerable<KubeObject>> list)
{
    private readonly Dictionary<GroupResource, Dictionary<string, Quantity>> _totals = [];

    /// <summary>Returns the used amount of a resource; null for a resource that quotas do not limit.</summary>
    /// <param name="resource">The name in <c>spec.hard</c>.</param>
    public Quantity? Compute(string resource)
    {
        if (ResourceUsage.FindKind(resource) is not { } kind)
        {
            return null;
        }

        if (!_totals.TryGetValue(kind, out var total))
        {
            _totals[kind] = total = Add(kind);
        }

        return total.GetValueOrDefault(resource);
    }

    private Dictionary<string, Quantity> Add(GroupResource kind)
    {
        var total = new Dictionary<string, Quantity>();
        foreach (var item in list(kind).Where(item => QuotaScopes.Match(quota, kind, item.Body)))
        {
            foreach (var (name, amount) in ResourceUsage.Calculate(kind, item.Body))
            {
                total[name] = total.TryGetValue(name, out var earlier) ? earlier + amount : amount;
            }
        }

        return total;
    }
}
