using Infra.Kubernetes;
using Infra.Simulator.Api.Admission;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Quotas;

/// <summary>
/// Computes the usage of a ResourceQuota: pods and their requests and limits, claims and their sizes, Services by type, and object counts.
/// </summary>
/// <param name="countObjects">Returns the number of objects of a resource type in the namespace.</param>
internal sealed class QuotaUsage(Func<GroupResource, int> countObjects)
{
    private static readonly Dictionary<string, GroupResource> CountedKinds = new(StringComparer.Ordinal)
    {
        ["configmaps"] = GroupResource.ConfigMaps,
        ["secrets"] = GroupResource.Secrets,
        ["services"] = GroupResource.Services,
        ["persistentvolumeclaims"] = GroupResource.PersistentVolumeClaims,
        ["resourcequotas"] = GroupResource.ResourceQuotas,
        ["replicationcontrollers"] = GroupResource.ReplicationControllers,
    };

    /// <summary>Returns the used amount of a resource; null for a resource that quotas do not limit.</summary>
    /// <param name="resource">The name in <c>spec.hard</c>.</param>
    /// <param name="pods">The pods in the quota's scopes that have not finished.</param>
    /// <param name="services">The namespace's Services.</param>
    /// <param name="claims">The namespace's claims.</param>
    public Quantity? Compute(
        string resource,
        IReadOnlyCollection<Pod> pods,
        IEnumerable<KubeObject> services,
        IEnumerable<KubeObject> claims
    )
    {
        if (resource == "pods")
        {
            return Quantity.FromWhole(pods.Count);
        }

        if (resource.StartsWith("count/", StringComparison.Ordinal))
        {
            return Count(resource[6..], pods.Count);
        }

        if (CountedKinds.TryGetValue(resource, out var kind))
        {
            return Quantity.FromWhole(countObjects(kind));
        }

        return resource switch
        {
            "services.nodeports" => Quantity.FromWhole(services.Sum(s => s.Spec.Objects("ports").Count(p => p.Number("nodePort") is > 0))),
            "services.loadbalancers" => Quantity.FromWhole(services.Count(s => s.Spec.Text("type") == "LoadBalancer")),
            "requests.storage" => Sum(claims.Select(c => c.Spec.Text("resources", "requests", "storage"))),
            _ => GetPodsUsage(resource, pods),
        };
    }

    private Quantity Count(string name, int pods)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var kind = dot < 0 ? new GroupResource("", name) : new GroupResource(name[(dot + 1)..], name[..dot]);
        return Quantity.FromWhole(kind == GroupResource.Pods ? pods : countObjects(kind));
    }

    private static Quantity? GetPodsUsage(string resource, IReadOnlyCollection<Pod> pods)
    {
        var (kind, name) =
            resource.StartsWith("limits.", StringComparison.Ordinal) ? ("limits", resource[7..])
            : resource.StartsWith("requests.", StringComparison.Ordinal) ? ("requests", resource[9..])
            : resource is "cpu" or "memory" or "ephemeral-storage" ? ("requests", resource)
            : ("", "");
        return name.Length == 0
            ? null
            : pods.Select(p => new PodUsage(p.Source.Spec).Find(kind, name) ?? Quantity.Zero).Aggregate(Quantity.Zero, (a, b) => a + b);
    }

    private static Quantity Sum(IEnumerable<string?> amounts)
    {
        var sum = Quantity.Zero;
        foreach (var amount in amounts)
        {
            if (amount is not null && Quantity.TryParse(amount, out var parsed))
            {
                sum += parsed;
            }
        }

        return sum;
    }
}
