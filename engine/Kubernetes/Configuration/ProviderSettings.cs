using System.Text.Json;
using Infra.Engine.Kubernetes.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Configuration;

/// <summary>
/// What a provider resource, or the stack's <c>kubernetes:</c> configuration, sets. Options that are not set take the value of Pulumi's environment
/// variable (<c>PULUMI_K8S_…</c>), else their default.
/// </summary>
/// <remarks>
/// Pulumi's <c>kubeClientSettings</c> (burst, qps, timeout) are accepted and have no effect: this provider limits no rate.
/// <c>helmReleaseSettings</c> have none because there are no releases.
/// </remarks>
internal sealed record ProviderSettings
{
    /// <summary>A path to a kubeconfig, or its content; null for the surroundings' own.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Whether the kubeconfig, the context or the cluster is not known yet.</summary>
    public bool IsClusterUnknown { get; init; }

    public string? Context { get; init; }

    public string? Cluster { get; init; }

    /// <summary>The namespace of objects that name none.</summary>
    public string? Namespace { get; init; }

    public bool EnableServerSideApply { get; init; } = true;

    /// <summary>Whether the data of ConfigMaps are changed in place instead of by replacement.</summary>
    public bool EnableConfigMapMutable { get; init; }

    /// <summary>Whether the data of Secrets are changed in place instead of by replacement.</summary>
    public bool EnableSecretMutable { get; init; }

    /// <summary>Whether every update takes fields away from other managers.</summary>
    public bool EnablePatchForce { get; init; }

    /// <summary>Whether a creation takes over what exists already.</summary>
    public bool UpsertExistingObjects { get; init; }

    public bool SuppressDeprecationWarnings { get; init; }

    /// <summary>Whether the program explicitly gave up resources of clusters that are gone: an unreachable cluster then counts as an empty one.</summary>
    public bool DeleteUnreachable { get; init; }

    /// <summary>Whether resources of an unreachable cluster are left as they are instead of failing.</summary>
    public bool SkipUpdateUnreachable { get; init; }

    /// <summary>Where manifests are written instead of being sent to a cluster; null for a cluster.</summary>
    public string? RenderYamlToDirectory { get; init; }

    /// <summary>Whether every object is rendered in every run, changed or not.</summary>
    public bool AlwaysRender { get; init; }

    /// <summary>Reads the settings. What is malformed has been reported by <see cref="ConfigurationChecker"/>.</summary>
    public static ProviderSettings Parse(PropertyMap inputs, Func<string, string?> environment) => new()
    {
        Kubeconfig = Text(inputs, "kubeconfig"),
        IsClusterUnknown = new[] { "kubeconfig", "context", "cluster" }.Any(key => inputs.Find(key)?.ContainsUnknowns() ?? false),
        Context = Text(inputs, "context"),
        Cluster = Text(inputs, "cluster"),
        Namespace = Text(inputs, "namespace"),
        EnableServerSideApply = Flag(inputs, "enableServerSideApply", environment("PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY"), true),
        EnableConfigMapMutable = Flag(inputs, "enableConfigMapMutable", environment("PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE")),
        EnableSecretMutable = Flag(inputs, "enableSecretMutable", environment("PULUMI_K8S_ENABLE_SECRET_MUTABLE")),
        EnablePatchForce = Flag(inputs, "enablePatchForce", environment("PULUMI_K8S_ENABLE_PATCH_FORCE")),
        UpsertExistingObjects = Flag(inputs, "upsertExistingObjects", environment("PULUMI_K8S_UPSERT_EXISTING_OBJECTS")),
        SuppressDeprecationWarnings = Flag(inputs, "suppressDeprecationWarnings", environment("PULUMI_K8S_SUPPRESS_DEPRECATION_WARNINGS")),
        DeleteUnreachable = Flag(inputs, "deleteUnreachable", environment("PULUMI_K8S_DELETE_UNREACHABLE")),
        SkipUpdateUnreachable = Flag(inputs, "skipUpdateUnreachable", environment("PULUMI_K8S_SKIP_UPDATE_UNREACHABLE")),
        RenderYamlToDirectory = Text(inputs, "renderYamlToDirectory"),
        AlwaysRender = Flag(inputs, "alwaysRender", null),
    };

    /// <summary>The text of a setting, or null. An object, as a kubeconfig may be given, becomes its JSON.</summary>
    internal static string? Text(PropertyMap inputs, string key) => inputs.Find(key)?.RevealSecrets() switch
    {
        PropertyString { Value.Length: > 0 } text => text.Value,
        PropertyObject map => JsonSerializer.Serialize(PropertyConversion.ToManifest(map.Properties)),
        _ => null,
    };

    private static bool Flag(PropertyMap inputs, string key, string? environment, bool otherwise = false) =>
        inputs.Find(key)?.RevealSecrets() switch
        {
            PropertyBoolean flag => flag.Value,
            PropertyString { Value.Length: > 0 } text => text.Value == "true",
            _ => environment is { Length: > 0 } ? environment == "true" : otherwise,
        };
}
