namespace Infra.Backend.Planning.K3s;

/// <summary>Paths of files in the nodes' containers.</summary>
internal static class K3sFiles
{
    public const string Config = "/etc/rancher/k3s/config.yaml";
    public const string Registries = "/etc/rancher/k3s/registries.yaml";
    public const string Token = "/etc/rancher/k3s/token";
    public const string AgentToken = "/etc/rancher/k3s/agent-token";

    /// <summary>The kubeconfig of a node's kubelet, which may read its own Node.</summary>
    public const string KubeletKubeconfig = "/var/lib/rancher/k3s/agent/kubelet.kubeconfig";
}
