using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>The ServiceAccount of a service's pods.</summary>
internal sealed record ServiceAccountPlan
{
    /// <summary>The name of an existing account; null if the service has one of its own.</summary>
    public string? Existing { get; init; }

    /// <summary>Whether the pods have a token for the Kubernetes API.</summary>
    public bool HasToken { get; init; }

    /// <summary>Whether some container has a token, and so calls the API.</summary>
    public bool CallsApi { get; init; }

    /// <summary>Its rights in the namespace.</summary>
    public ImmutableArray<AccessRuleSettings> Rules { get; init; } = [];

    /// <summary>The Secrets with credentials for registries.</summary>
    public ImmutableArray<string> PullSecrets { get; init; } = [];

    public static ServiceAccountPlan Create(ServiceAccountSettings settings) =>
        new()
        {
            Existing = settings.Existing,
            HasToken = settings.HasToken,
            CallsApi = settings.HasToken || settings.HasTokenVolume,
            Rules = settings.Rules,
            PullSecrets = settings.PullSecrets,
        };
}
