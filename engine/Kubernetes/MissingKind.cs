namespace Infra.Engine.Kubernetes;

/// <summary>A kind that a cluster does not serve.</summary>
/// <param name="ApiVersion">Group and version, such as <c>postgresql.cnpg.io/v1</c>.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Kubeconfig">The kubeconfig of the provider, a path or its content; null if it has none.</param>
public sealed record MissingKind(string ApiVersion, string Kind, string? Kubeconfig);
