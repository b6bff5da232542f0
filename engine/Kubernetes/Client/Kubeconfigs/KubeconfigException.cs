namespace Infra.Engine.Kubernetes.Client.Kubeconfigs;

/// <summary>The configuration does not say which cluster to talk to, or how.</summary>
internal sealed class KubeconfigException(string message, Exception? inner = null) : Exception(message, inner);
