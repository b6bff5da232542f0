using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes;

/// <summary>The kinds that a preview needs and the cluster does not serve.</summary>
internal sealed partial class KubernetesProvider : IMissingTypes
{
    /// <summary>Describes how to install a kind, as part of a sentence; null if it is not known.</summary>
    public Func<MissingKind, string?> FindCure { get; init; } = _ => null;

    public IReadOnlyList<MissingType> FindMissingTypes() =>
        _backend is ClusterBackend cluster
            ?
            [
                .. cluster
                    .Preview.FindMissingTypes()
                    .Select(missing => new MissingType(
                        missing.Urn,
                        $"the cluster does not serve {missing.Type}",
                        FindCure(new MissingKind(missing.Type.ApiVersion, missing.Type.Kind, _settings.Kubeconfig))
                            ?? "create its CustomResourceDefinition first, or correct the apiVersion"
                    )),
            ]
            : [];
}
