using Infra.Policies.Kubernetes;
using Infra.Policies.Kubernetes.Schema;
using Infra.PolicyPacks;
using Infra.Protocol.Values;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>A field that does not exist is dropped by the cluster without a word unless somebody asks for strictness; one of the wrong type is refused, but late.</summary>
internal sealed class Schema() : ObjectPolicy(new()
{
    Name = "schema",
    Description = $"Objects have the fields that Kubernetes {Release} knows, of the right types, and those it asks for.",
    RemediationSteps = "Write the field as the API reference of its kind has it.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
})
{
    // To describe the rule must not take reading the schema.
    private const string Release = "1.36";

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (item.Root.Map is not { } properties)
            return;

        var schema = KubernetesSchema.Instance;
        if (schema.Find(item.ApiVersion, item.Kind) is { } type)
        {
            new ObjectValidator((path, what) => context.Report(Descend(item.Root, path), what)).Validate(properties, type);
        }
        else if (schema.KindsOf(item.ApiVersion).ToArray() is { Length: > 0 } kinds)
        {
            var elsewhere = string.Join(" or ", schema.VersionsOf(item.Kind));
            context.Report(
                item.Root["kind"],
                $"Kubernetes' {item.ApiVersion} has no kind '{item.Kind}'{(elsewhere.Length > 0 ? $", but {elsewhere} has" : Suggestion.For(item.Kind, kinds))}");
        }
    }

    private static PropertyNode Descend(PropertyNode node, IReadOnlyList<PropertyPathSegment> path)
    {
        foreach (var segment in path)
            node = segment.Name is { } name ? node[name] : node.Items.ElementAt(segment.Index);
        return node;
    }
}
