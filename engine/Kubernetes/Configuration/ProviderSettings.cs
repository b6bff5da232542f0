using System.Text.Json;
using Infra.Engine.Kubernetes.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Configuration;

/// <summary>
/// The settings of a provider resource, or of the stack's <c>kubernetes:</c> configuration. They default to Pulumi's environment variables
/// (<c>PULUMI_K8S_…</c>).
/// </summary>
/// <remarks>
/// <c>kubeClientSettings</c> (burst, qps, timeout) have no effect, since this provider has no rate limit. <c>helmReleaseSettings</c> have
/// none, since it has no Helm releases.
/// </remarks>
internal sealed record ProviderSettings
{
    /// <summary>The path or the content of a kubeconfig; null for the environment's.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>True if the kubeconfig, the context or the cluster is still unknown, in a preview.</summary>
    public bool IsClusterUnknown { get; init; }

    public string? Context { get; init; }

    public string? Cluster { get; init; }

    /// <summary>The default namespace, or null.</summary>
    public string? Namespace { get; init; }

    public bool EnableServerSideApply { get; init; } = true;

    /// <summary>True to update the data of ConfigMaps in place instead of replacing them.</summary>
    public bool EnableConfigMapMutable { get; init; }

    /// <summary>True to update the data of Secrets in place instead of replacing them.</summary>
    public bool EnableSecretMutable { get; init; }

    /// <summary>True to force all applies and take over fields from other managers.</summary>
    public bool EnablePatchForce { get; init; }

    /// <summary>True to take over existing objects when creating.</summary>
    public bool UpsertExistingObjects { get; init; }

    public bool SuppressDeprecationWarnings { get; init; }

    /// <summary>True to treat an unreachable cluster as empty and drop its resources from the state.</summary>
    public bool DeleteUnreachable { get; init; }

    /// <summary>True to leave resources of an unreachable cluster unchanged instead of failing.</summary>
    public bool SkipUpdateUnreachable { get; init; }

    /// <summary>The folder to write manifests to instead of a cluster; null for a cluster.</summary>
    public string? RenderYamlToDirectory { get; init; }

    /// <summary>True to render unchanged objects, too.</summary>
    public bool AlwaysRender { get; init; }

    /// <summary>Parses the settings. <see cref="ConfigurationChecker"/> has already reported malformed ones.</summary>
    public static ProviderSettings Parse(PropertyMap inputs, Func<string, string?> environment) =>
        new()
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
            SuppressDeprecationWarnings = Flag(
                inputs,
                "suppressDeprecationWarnings",
                environment("PULUMI_K8S_SUPPRESS_DEPRECATION_WARNINGS")
            ),
            DeleteUnreachable = Flag(inputs, "deleteUnreachable", environment("PULUMI_K8S_DELETE_UNREACHABLE")),
            SkipUpdateUnreachable = Flag(inputs, "skipUpdateUnreachable", environment("PULUMI_K8S_SKIP_UPDATE_UNREACHABLE")),
            RenderYamlToDirectory = Text(inputs, "renderYamlToDirectory"),
            AlwaysRender = Flag(inputs, "alwaysRender", null),
        };

    /// <summary>Gets the text of a setting, or null. An object, such as a kubeconfig, becomes JSON.</summary>
    internal static string? Text(PropertyMap inputs, string key) =>
        inputs.Find(key)?.RevealSecrets() switch
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
