using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>The pods covered by NetworkPolicies, for each direction of traffic.</summary>
internal sealed class NetworkCoverage
{
    private readonly HashSet<(KubernetesObject Owner, TrafficDirection Direction)> _covered = [];
    private readonly HashSet<(string Namespace, TrafficDirection Direction)> _namespaces = [];
    private readonly KubernetesObject? _uncertain;

    public NetworkCoverage(IEnumerable<KubernetesObject> policies, PodIndex pods)
    {
        foreach (var policy in policies)
        {
            try
            {
                Add(policy, pods);
            }
            catch (UnknownValueException)
            {
                // The policy may cover any pod: Covers throws for those that no other policy covers.
                _uncertain = policy;
            }
        }
    }

    /// <summary>Whether a policy restricts the pods' traffic in a direction.</summary>
    /// <exception cref="UnknownValueException">No policy is known to, but the selector of at least one is unknown.</exception>
    public bool Covers(LabelledPods pods, TrafficDirection direction)
    {
        if (_namespaces.Contains((pods.Namespace, direction)) || _covered.Contains((pods.Owner, direction)))
        {
            return true;
        }

        return _uncertain is null ? false : throw new UnknownValueException($"which pods {_uncertain.Resource.Urn} selects");
    }

    /// <summary>Whether a policy restricts the traffic of all pods of a namespace in a direction.</summary>
    public bool CoversNamespace(string @namespace, TrafficDirection direction) => _namespaces.Contains((@namespace, direction));

    /// <summary>Returns the directions a policy restricts: those it lists, or ingress, and egress if it has egress rules.</summary>
    public static IEnumerable<TrafficDirection> GetDirections(KubernetesObject policy)
    {
        var types = policy.Spec["policyTypes"];
        if (types.Count > 0)
        {
            return types
                .Items.Select(type => type.Text)
                .Where(type => type is "Ingress" or "Egress")
                .Select(type => Enum.Parse<TrafficDirection>(type!))
                .Distinct();
        }

        return policy.Spec["egress"].Exists ? [TrafficDirection.Ingress, TrafficDirection.Egress] : [TrafficDirection.Ingress];
    }

    private void Add(KubernetesObject policy, PodIndex pods)
    {
        var selector = policy.Spec["podSelector"].ToLabelSelector();
        foreach (var direction in GetDirections(policy))
        {
            if (selector.IsEmpty)
            {
                _namespaces.Add((policy.Namespace, direction));
            }
            else
            {
                foreach (var selected in pods.Select(policy.Namespace, selector))
                {
                    _covered.Add((selected.Owner, direction));
                }
            }
        }
    }
}

/// <summary>The direction of traffic, seen from the pod.</summary>
internal enum TrafficDirection
{
    /// <summary>To the pod.</summary>
    Ingress,

    /// <summary>From the pod.</summary>
    Egress,
}
