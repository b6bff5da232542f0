using Pulumi.Kubernetes.Types.Inputs.Provider;

namespace Pulumi.Kubernetes;

/// <summary>The settings of a <see cref="Provider"/>. Some default to environment variables.</summary>
public sealed class ProviderArgs : ResourceArgs
{
    /// <summary>Creates settings with the defaults of the environment.</summary>
    public ProviderArgs()
    {
        DeleteUnreachable = EnvironmentDefault.Flag("PULUMI_K8S_DELETE_UNREACHABLE");
        EnableConfigMapMutable = EnvironmentDefault.Flag("PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE");
        EnablePatchForce = EnvironmentDefault.Flag("PULUMI_K8S_ENABLE_PATCH_FORCE");
        EnableSecretMutable = EnvironmentDefault.Flag("PULUMI_K8S_ENABLE_SECRET_MUTABLE");
        EnableServerSideApply = EnvironmentDefault.Flag("PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY");
        KubeConfig = EnvironmentDefault.Text("KUBECONFIG");
        SkipUpdateUnreachable = EnvironmentDefault.Flag("PULUMI_K8S_SKIP_UPDATE_UNREACHABLE");
        SuppressDeprecationWarnings = EnvironmentDefault.Flag("PULUMI_K8S_SUPPRESS_DEPRECATION_WARNINGS");
        SuppressHelmHookWarnings = EnvironmentDefault.Flag("PULUMI_K8S_SUPPRESS_HELM_HOOK_WARNINGS");
        UpsertExistingObjects = EnvironmentDefault.Flag("PULUMI_K8S_UPSERT_EXISTING_OBJECTS");
    }

    /// <summary>Renders every object on every update, changed or not. Needs <see cref="RenderYamlToDirectory"/>.</summary>
    [Input("alwaysRender", json: true)]
    public Input<bool>? AlwaysRender { get; set; }

    /// <summary>The cluster to use, by its name in the kubeconfig.</summary>
    [Input("cluster")]
    public Input<string>? Cluster { get; set; }

    /// <summary>The identifier of the cluster: only a change of it replaces the provider and all its resources.</summary>
    [Input("clusterIdentifier")]
    public Input<string>? ClusterIdentifier { get; set; }

    /// <summary>The context to use, by its name in the kubeconfig.</summary>
    [Input("context")]
    public Input<string>? Context { get; set; }

    /// <summary>Removes the objects of an unreachable cluster from the state. From <c>PULUMI_K8S_DELETE_UNREACHABLE</c>.</summary>
    [Input("deleteUnreachable", json: true)]
    public Input<bool>? DeleteUnreachable { get; set; }

    /// <summary>Updates ConfigMaps in place instead of replacing them. From <c>PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE</c>.</summary>
    [Input("enableConfigMapMutable", json: true)]
    public Input<bool>? EnableConfigMapMutable { get; set; }

    /// <summary>Takes over fields that another field manager owns. From <c>PULUMI_K8S_ENABLE_PATCH_FORCE</c>.</summary>
    [Input("enablePatchForce", json: true)]
    public Input<bool>? EnablePatchForce { get; set; }

    /// <summary>Updates Secrets in place instead of replacing them. From <c>PULUMI_K8S_ENABLE_SECRET_MUTABLE</c>.</summary>
    [Input("enableSecretMutable", json: true)]
    public Input<bool>? EnableSecretMutable { get; set; }

    /// <summary>Manages objects by server-side apply; true by default. From <c>PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY</c>.</summary>
    [Input("enableServerSideApply", json: true)]
    public Input<bool>? EnableServerSideApply { get; set; }

    /// <summary>The settings of Helm releases.</summary>
    [Input("helmReleaseSettings", json: true)]
    public Input<HelmReleaseSettingsArgs>? HelmReleaseSettings { get; set; }

    /// <summary>The limits of the client of the API server.</summary>
    [Input("kubeClientSettings", json: true)]
    public Input<KubeClientSettingsArgs>? KubeClientSettings { get; set; }

    /// <summary>A kubeconfig, or the path of one. From <c>KUBECONFIG</c>.</summary>
    [Input("kubeconfig")]
    public Input<string>? KubeConfig { get; set; }

    /// <summary>The namespace of objects without a namespace.</summary>
    [Input("namespace")]
    public Input<string>? Namespace { get; set; }

    /// <summary>Writes the objects as YAML files to this folder instead of creating them, Secrets in plain text.</summary>
    [Input("renderYamlToDirectory")]
    public Input<string>? RenderYamlToDirectory { get; set; }

    /// <summary>Skips updates of an unreachable cluster. From <c>PULUMI_K8S_SKIP_UPDATE_UNREACHABLE</c>.</summary>
    [Input("skipUpdateUnreachable", json: true)]
    public Input<bool>? SkipUpdateUnreachable { get; set; }

    /// <summary>Suppresses warnings about deprecated API versions. From <c>PULUMI_K8S_SUPPRESS_DEPRECATION_WARNINGS</c>.</summary>
    [Input("suppressDeprecationWarnings", json: true)]
    public Input<bool>? SuppressDeprecationWarnings { get; set; }

    /// <summary>Suppresses warnings about unsupported Helm hooks. From <c>PULUMI_K8S_SUPPRESS_HELM_HOOK_WARNINGS</c>.</summary>
    [Input("suppressHelmHookWarnings", json: true)]
    public Input<bool>? SuppressHelmHookWarnings { get; set; }

    /// <summary>Adopts an existing object instead of failing. From <c>PULUMI_K8S_UPSERT_EXISTING_OBJECTS</c>.</summary>
    [Input("upsertExistingObjects", json: true)]
    public Input<bool>? UpsertExistingObjects { get; set; }

    /// <summary>Settings with the defaults of the environment only.</summary>
    public static new ProviderArgs Empty => new();
}
