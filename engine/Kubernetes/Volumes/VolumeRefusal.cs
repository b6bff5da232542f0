using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes.Volumes;

/// <summary>Refuses changes of volumes that would lose data, or that the cluster cannot make.</summary>
internal static class VolumeRefusal
{
    public static ResourceProviderException Create(string message) => new(message) { ForbidsUpdate = true };
}
