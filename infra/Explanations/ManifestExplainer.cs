using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Manifests;

namespace Infra.Backend.Explanations;

/// <summary>Explains the objects of a stack's manifests: where each is deployed, and why there.</summary>
internal static class ManifestExplainer
{
    /// <summary>The name that stands for the manifests instead of a service.</summary>
    public const string Name = "manifests";

    public static IReadOnlyList<Explanation> Explain(ImmutableArray<ClusterPlan> plans) =>
        [.. plans.SelectMany(plan => plan.Manifests).Select(Explain).Distinct()];

    private static Explanation Explain(PlannedManifest manifest) =>
        new(
            $"{manifest.Source.ApiVersion} {manifest.Source.Kind} {manifest.Source.Name}",
            manifest.Namespace is { } target ? $"namespace {target}" : "cluster",
            manifest switch
            {
                { Namespace: null } => "rule: objects of this kind are in no namespace",
                { Source.Namespace: { Length: > 0 } } => "set",
                _ => "rule: the stack's namespace",
            },
            manifest.Source.Location.ToString()
        );
}
