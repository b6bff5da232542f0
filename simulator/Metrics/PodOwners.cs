using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics;

/// <summary>Finds the workloads that manage pods, such as the ReplicaSet and its Deployment. Owners are read once.</summary>
internal sealed class PodOwners(IClusterClient client)
{
    private const int MaximumDepth = 4;

    private readonly Dictionary<(string Namespace, OwnerReference Owner), OwnerReference?> _controllers = [];

    /// <summary>The pod itself and its managing controllers, the closest first, with kinds in lower case.</summary>
    public IReadOnlyList<(string Kind, string Name)> Find(KubeObject pod)
    {
        List<(string Kind, string Name)> chain = [("pod", pod.Name)];
        for (var owner = pod.Controller; owner is not null && chain.Count < MaximumDepth; owner = FindController(pod.Namespace, owner))
        {
            chain.Add((owner.Kind.ToLowerInvariant(), owner.Name));
        }

        return chain;
    }

    private OwnerReference? FindController(string inNamespace, OwnerReference owner)
    {
        if (!_controllers.TryGetValue((inNamespace, owner), out var found))
        {
            found = client.Catalog.FindByKind(owner.ApiVersion, owner.Kind) is { } kind
                ? client.Find(kind.StoredAs, inNamespace, owner.Name)?.Controller
                : null;
            _controllers[(inNamespace, owner)] = found;
        }

        return found;
    }
}
