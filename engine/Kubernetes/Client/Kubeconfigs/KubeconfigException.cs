namespace Infra.Engine.Kubernetes.Client.Kubeconfigs;

/// <summary>The kubeconfig is missing or invalid, or names no cluster.</summary>
internal sealed class KubeconfigException(string message, Exception? inner = null) : Exception(message, inner);
