using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>All Kubernetes objects of a stack, found by what they are, where they are and which labels their pods carry.</summary>
internal sealed class Cluster
{
    private static readonly IReadOnlyList<KubernetesObject> Nothing = [];

    private readonly Dictionary<string, List<KubernetesObject>> _byKind = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string Namespace, string Name), KubernetesObject> _byName = [];
    private readonly Dictionary<string, KubernetesObject> _unnamed = new(StringComparer.Ordinal);
    private ILookup<(string Kind, string Namespace), KubernetesObject>? _byPlace;
    private PodIndex? _pods;
    private NetworkCoverage? _coverage;
    private Scaling? _scaling;
    private DisruptionBudgets? _budgets;
    private HashSet<string>? _namespaces;

    private Cluster(StackResources stack)
    {
        All = [.. stack.All.SelectMany(KubernetesObject.From)];
        foreach (var item in All)
        {
            if (!_byKind.TryGetValue(item.QualifiedKind, out var ofKind))
                _byKind[item.QualifiedKind] = ofKind = [];
            ofKind.Add(item);
            if (item.HasUnknownIdentity)
                _unnamed.TryAdd(item.QualifiedKind, item);
            else
                _byName.TryAdd((item.QualifiedKind, item.Namespace, item.Name), item);
        }
    }

    public IReadOnlyList<KubernetesObject> All { get; }

    /// <summary>How many pods workloads keep.</summary>
    public Scaling Scaling => _scaling ??= new Scaling(GetObjects("HorizontalPodAutoscaler"));

    /// <summary>Which workloads are kept from being drained away.</summary>
    public DisruptionBudgets DisruptionBudgets => _budgets ??= new DisruptionBudgets(GetObjects("PodDisruptionBudget"), Pods);

    public PodIndex Pods => _pods ??= new PodIndex(All);

    /// <summary>Which pods NetworkPolicies speak of.</summary>
    public NetworkCoverage NetworkPolicies => _coverage ??= new NetworkCoverage(GetObjects("NetworkPolicy"), Pods);

    public static Cluster From(StackResources stack) => stack.View(resources => new Cluster(resources));

    /// <summary>The objects of a kind, qualified by its group where that is not one of Kubernetes' own.</summary>
    public IReadOnlyList<KubernetesObject> GetObjects(string kind) => _byKind.GetValueOrDefault(kind) ?? Nothing;

    /// <summary>The objects of a kind in a namespace.</summary>
    /// <exception cref="UnknownValueException">None known is there, but one whose namespace is not known yet might be.</exception>
    public IEnumerable<KubernetesObject> GetObjects(string kind, string @namespace)
    {
        _byPlace ??= All.Where(item => !item.HasUnknownIdentity).ToLookup(item => (item.QualifiedKind, item.Namespace));
        var found = _byPlace[(kind, @namespace)];
        return found.Any() || !_unnamed.TryGetValue(kind, out var candidate) ? found : throw new UnknownValueException($"the namespace of {candidate.Resource.Urn}");
    }

    /// <summary>Whether anything of this stack lives in a namespace.</summary>
    public bool Inhabits(string @namespace) => (_namespaces ??= [.. _byName.Keys.Select(key => key.Kind == "Namespace" ? key.Name : key.Namespace)]).Contains(@namespace);

    /// <summary>The object of a name; null if there is none.</summary>
    /// <exception cref="UnknownValueException">There is none, but an object of the kind whose name is not known yet might be it.</exception>
    public KubernetesObject? Find(string kind, string @namespace, string name)
    {
        if (_byName.TryGetValue((kind, @namespace, name), out var found))
            return found;
        return _unnamed.TryGetValue(kind, out var candidate) ? throw new UnknownValueException($"the name of {candidate.Resource.Urn}") : null;
    }
}
