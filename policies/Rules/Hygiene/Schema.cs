using Infra.Policies.Kubernetes;
using Infra.Policies.Kubernetes.Schema;
using Infra.PolicyPacks;
using Infra.Protocol.Values;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>By default the API server drops unknown fields silently, and rejects wrong types only during the update.</summary>
internal sealed class Schema()
    : ObjectPolicy(
        new()
        {
            Name = "schema",
            Description = $"Objects have only fields of the Kubernetes {Release} schema, with the right types, and all required fields.",
            RemediationSteps = "Write the field as in the API reference of its kind.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
        }
    )
{
    // A constant: describing the rule must not load the schema.
    private const string Release = "1.36";

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (item.Root.Map is not { } properties)
        {
            return;
        }

        var schema = ObjectSchemas.Instance;
        if (schema.Find(item.ApiVersion, item.Kind) is { } type)
        {
            new ObjectValidator((path, what) => context.Report(Descend(item.Root, path), what)).Validate(properties, type);
        }
        else if (schema.GetKinds(item.ApiVersion).ToArray() is { Length: > 0 } kinds)
        {
            var elsewhere = string.Join(" or ", schema.GetVersions(item.Kind));
            context.Report(
                item.Root["kind"],
                $"Kubernetes' {item.ApiVersion} has no kind '{item.Kind}'{(elsewhere.Length > 0 ? $", but {elsewhere} has" : Suggestion.For(item.Kind, kinds))}"
            );
        }
    }

    private static PropertyNode Descend(PropertyNode node, IReadOnlyList<PropertyPathSegment> path)
    {
        foreach (var segment in path)
        {
            node = segment.Name is { } name ? node[name] : node.Items.ElementAt(segment.Index);
        }

        return node;
    }
}
