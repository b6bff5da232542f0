using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>The Kubernetes objects of a stack, indexed by kind, by name and by the labels of their pods.</summary>
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
            {
                _byKind[item.QualifiedKind] = ofKind = [];
            }

            ofKind.Add(item);
            if (item.HasUnknownIdentity)
            {
                _unnamed.TryAdd(item.QualifiedKind, item);
            }
            else
            {
                _byName.TryAdd((item.QualifiedKind, item.Namespace, item.Name), item);
            }
        }
    }

    public IReadOnlyList<KubernetesObject> All { get; }

    /// <summary>The number of pods of each workload.</summary>
    public Scaling Scaling => _scaling ??= new Scaling([.. GetObjects("HorizontalPodAutoscaler"), .. GetObjects("ScaledObject.keda.sh")]);

    /// <summary>The workloads covered by PodDisruptionBudgets.</summary>
    public DisruptionBudgets DisruptionBudgets => _budgets ??= new DisruptionBudgets(GetObjects("PodDisruptionBudget"), Pods);

    public PodIndex Pods => _pods ??= new PodIndex(All);

    /// <summary>The pods covered by NetworkPolicies.</summary>
    public NetworkCoverage NetworkPolicies => _coverage ??= new NetworkCoverage(GetObjects("NetworkPolicy"), Pods);

    public static Cluster From(StackResources stack) => stack.View(resources => new Cluster(resources));

    /// <summary>Returns the objects of a kind, given as <see cref="KubernetesObject.QualifiedKind"/>.</summary>
    public IReadOnlyList<KubernetesObject> GetObjects(string kind) => _byKind.GetValueOrDefault(kind) ?? Nothing;

    /// <summary>Returns the objects of a kind in a namespace.</summary>
    /// <exception cref="UnknownValueException">None is known to be there, but the namespace of at least one is unknown.</exception>
    public IEnumerable<KubernetesObject> GetObjects(string kind, string @namespace)
    {
        _byPlace ??= All.Where(item => !item.HasUnknownIdentity).ToLookup(item => (item.QualifiedKind, item.Namespace));
        var found = _byPlace[(kind, @namespace)];
        return found.Any() || !_unnamed.TryGetValue(kind, out var candidate)
            ? found
            : throw new UnknownValueException($"the namespace of {candidate.Resource.Urn}");
    }

    /// <summary>Whether the stack has an object in a namespace, or the namespace itself.</summary>
    public bool HasNamespace(string @namespace)
    {
        _namespaces ??= [.. _byName.Keys.Select(key => key.Kind == "Namespace" ? key.Name : key.Namespace)];
        return _namespaces.Contains(@namespace);
    }

    /// <summary>Finds the object of a name; null if there is none.</summary>
    /// <exception cref="UnknownValueException">No object is known by the name, but the name of at least one is unknown.</exception>
    public KubernetesObject? Find(string kind, string @namespace, string name)
    {
        if (_byName.TryGetValue((kind, @namespace, name), out var found))
        {
            return found;
        }

        return _unnamed.TryGetValue(kind, out var candidate)
            ? throw new UnknownValueException($"the name of {candidate.Resource.Urn}")
            : null;
    }
}
