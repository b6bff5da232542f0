namespace Pulumi.Kubernetes.Types.Inputs.Provider;

/// <summary>The settings of Helm releases.</summary>
public class HelmReleaseSettingsArgs : ResourceArgs
{
    /// <summary>Creates settings with the defaults of the environment.</summary>
    public HelmReleaseSettingsArgs()
    {
        Driver = EnvironmentDefault.Text("PULUMI_K8S_HELM_DRIVER");
        PluginsPath = EnvironmentDefault.Text("PULUMI_K8S_HELM_PLUGINS_PATH");
        RegistryConfigPath = EnvironmentDefault.Text("PULUMI_K8S_HELM_REGISTRY_CONFIG_PATH");
        RepositoryCache = EnvironmentDefault.Text("PULUMI_K8S_HELM_REPOSITORY_CACHE");
        RepositoryConfigPath = EnvironmentDefault.Text("PULUMI_K8S_HELM_REPOSITORY_CONFIG_PATH");
    }

    /// <summary>
    /// The storage of Helm's releases: <c>secret</c>, <c>configmap</c>, <c>memory</c> or <c>sql</c>. From <c>PULUMI_K8S_HELM_DRIVER</c>.
    /// </summary>
    [Input("driver")]
    public Input<string>? Driver { get; set; }

    /// <summary>The folder of Helm's plugins. From <c>PULUMI_K8S_HELM_PLUGINS_PATH</c>.</summary>
    [Input("pluginsPath")]
    public Input<string>? PluginsPath { get; set; }

    /// <summary>The file with the credentials of registries. From <c>PULUMI_K8S_HELM_REGISTRY_CONFIG_PATH</c>.</summary>
    [Input("registryConfigPath")]
    public Input<string>? RegistryConfigPath { get; set; }

    /// <summary>The folder of the cached repository indexes. From <c>PULUMI_K8S_HELM_REPOSITORY_CACHE</c>.</summary>
    [Input("repositoryCache")]
    public Input<string>? RepositoryCache { get; set; }

    /// <summary>The file with the names and URLs of repositories. From <c>PULUMI_K8S_HELM_REPOSITORY_CONFIG_PATH</c>.</summary>
    [Input("repositoryConfigPath")]
    public Input<string>? RepositoryConfigPath { get; set; }

    /// <summary>Settings with the defaults of the environment only.</summary>
    public static new HelmReleaseSettingsArgs Empty => new();
}
