using System.Collections.Frozen;
using Infra.Kubernetes.Selectors;
using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>The pods of a stack, indexed by namespace and label.</summary>
internal sealed class PodIndex
{
    /// <summary>The groups of the custom resources from which operators create pods.</summary>
    private static readonly FrozenSet<string> OperatorGroups = FrozenSet.Create(
        StringComparer.Ordinal,
        "postgresql.cnpg.io",
        "pxc.percona.com",
        "psmdb.percona.com",
        "rabbitmq.com",
        "kafka.strimzi.io",
        "k8s.mariadb.com",
        "mongodbcommunity.mongodb.com",
        "redis.redis.opstreelabs.in",
        "valkey.io"
    );

    private readonly Dictionary<string, List<LabelledPods>> _byNamespace = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Label, string Value), List<LabelledPods>> _byLabel = [];
    private readonly Dictionary<string, PodTemplate> _withUnknownLabels = new(StringComparer.Ordinal);
    private readonly List<PodTemplate> _withoutNamespace = [];
    private readonly HashSet<(string Namespace, string Name)> _operated = [];

    public PodIndex(IEnumerable<KubernetesObject> objects)
    {
        foreach (var item in objects)
        {
            if (OperatorGroups.Contains(item.Group) && !item.HasUnknownIdentity)
            {
                _operated.Add((item.Namespace, item.Name));
            }

            if (item.Kind == "PodTemplate" || FindPods(item) is not { } pods)
            {
                continue;
            }

            if (item.HasUnknownIdentity)
            {
                _withoutNamespace.Add(pods);
            }
            else
            {
                Add(item.Namespace, pods);
            }
        }
    }

    /// <summary>The pods whose namespace and labels are known.</summary>
    public IEnumerable<LabelledPods> All => _byNamespace.Values.SelectMany(pods => pods);

    /// <summary>The pods of a namespace whose labels are known.</summary>
    public IReadOnlyList<LabelledPods> In(string @namespace) => _byNamespace.GetValueOrDefault(@namespace) ?? [];

    /// <summary>Returns the pods a selector matches.</summary>
    /// <exception cref="UnknownValueException">It matches none, but the labels of some pods are unknown.</exception>
    public IReadOnlyList<LabelledPods> Select(string @namespace, LabelSelector selector)
    {
        var found = GetCandidates(@namespace, selector).Where(pods => selector.Matches(pods.Labels)).ToArray();
        return found.Length > 0 ? found : ThrowIfUncertain(@namespace, found);
    }

    /// <summary>Whether a selector matches any pod, or may match pods that an operator creates from a custom resource.</summary>
    /// <exception cref="UnknownValueException">It matches none, but the labels of some pods are unknown.</exception>
    public bool Any(string @namespace, LabelSelector selector) =>
        GetCandidates(@namespace, selector).Any(pods => selector.Matches(pods.Labels))
        || MatchesOperated(@namespace, selector)
        || ThrowIfUncertain(@namespace, []).Length > 0;

    /// <summary>Operators label the pods that they create with the name of the custom resource.</summary>
    private bool MatchesOperated(string @namespace, LabelSelector selector) =>
        selector.Requirements.Any(requirement =>
            requirement is { Operator: LabelOperator.Equals or LabelOperator.In }
            && requirement.Values.Any(value => _operated.Contains((@namespace, value)))
        );

    private static PodTemplate? FindPods(KubernetesObject item) => item.Root["spec"].IsUnknown ? null : item.Pods;

    private void Add(string @namespace, PodTemplate pods)
    {
        if (!TryReadLabels(pods, out var labels))
        {
            _withUnknownLabels.TryAdd(@namespace, pods);
            return;
        }

        var labelled = new LabelledPods(pods, @namespace, labels);
        if (!_byNamespace.TryGetValue(@namespace, out var neighbours))
        {
            _byNamespace[@namespace] = neighbours = [];
        }

        neighbours.Add(labelled);
        foreach (var (label, value) in labels)
        {
            if (!_byLabel.TryGetValue((@namespace, label, value), out var same))
            {
                _byLabel[(@namespace, label, value)] = same = [];
            }

            same.Add(labelled);
        }
    }

    private static bool TryReadLabels(PodTemplate pods, out Dictionary<string, string> labels)
    {
        labels = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, value) in pods.Labels.Entries)
            {
                labels[name] = value.Scalar ?? "";
            }

            return true;
        }
        catch (UnknownValueException)
        {
            // Select and Any throw if they need these labels.
            return false;
        }
    }

    // The label with the fewest pods narrows the search most.
    private List<LabelledPods> GetCandidates(string @namespace, LabelSelector selector)
    {
        List<LabelledPods>? rarest = null;
        foreach (var requirement in selector.Requirements)
        {
            if (requirement is not { Operator: LabelOperator.Equals or LabelOperator.In, Values: [var value] })
            {
                continue;
            }

            if (!_byLabel.TryGetValue((@namespace, requirement.Key, value), out var pods))
            {
                return [];
            }

            if (rarest is null || pods.Count < rarest.Count)
            {
                rarest = pods;
            }
        }

        return rarest ?? _byNamespace.GetValueOrDefault(@namespace) ?? [];
    }

    private LabelledPods[] ThrowIfUncertain(string @namespace, LabelledPods[] nothing)
    {
        if ((_withUnknownLabels.GetValueOrDefault(@namespace) ?? _withoutNamespace.FirstOrDefault()) is { } uncertain)
        {
            throw new UnknownValueException($"what labels or namespace the pods of {uncertain.Owner.Resource.Urn} have");
        }

        return nothing;
    }
}

/// <summary>Pods with their namespace and labels.</summary>
internal sealed record LabelledPods(PodTemplate Pods, string Namespace, IReadOnlyDictionary<string, string> Labels)
{
    public KubernetesObject Owner => Pods.Owner;
}
