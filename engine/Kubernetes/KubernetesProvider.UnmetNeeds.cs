using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes;

/// <summary>The kinds and features that a preview needs and the cluster lacks.</summary>
internal sealed partial class KubernetesProvider : IUnmetNeeds
{
    /// <summary>Describes how to install a kind, as part of a sentence; null if it is not known.</summary>
    public Func<MissingKind, string?> FindCure { get; init; } = _ => null;

    /// <summary>Describes how to bring a feature, as part of a sentence; null if the cluster does well without.</summary>
    public Func<MissingFeature, string?> FindFeatureCure { get; init; } = _ => "install what has it";

    public async Task<IReadOnlyList<UnmetNeed>> FindUnmetNeedsAsync(CancellationToken cancellationToken) =>
        _backend is ClusterBackend cluster
            ? [.. FindMissingKinds(cluster), .. await FindMissingFeaturesAsync(cluster, cancellationToken)]
            : [];

    private IEnumerable<UnmetNeed> FindMissingKinds(ClusterBackend cluster) =>
        cluster
            .Preview.FindMissingTypes()
            .Select(missing => new UnmetNeed(
                missing.Urn,
                $"the cluster does not serve {missing.Type}",
                FindCure(new MissingKind(missing.Type.ApiVersion, missing.Type.Kind, _settings.Kubeconfig))
                    ?? "create its CustomResourceDefinition first, or correct the apiVersion"
            ));

    private async Task<IEnumerable<UnmetNeed>> FindMissingFeaturesAsync(ClusterBackend cluster, CancellationToken cancellationToken) =>
        from missing in await cluster.Preview.FindMissingFeaturesAsync(cancellationToken)
        let cure = FindFeatureCure(new MissingFeature(missing.Need.Feature, missing.Need.Name, _settings.Kubeconfig))
        where cure is not null
        select new UnmetNeed(
            missing.Users[0],
            missing.Users.Count == 1 ? missing.Need.Problem : $"{missing.Need.Problem} (and {missing.Users.Count - 1} more)",
            cure
        )
        {
            IsType = false,
        };
}
