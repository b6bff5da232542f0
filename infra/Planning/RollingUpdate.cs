namespace Infra.Backend.Planning;

/// <summary>How Deployments replace their pods.</summary>
internal static class RollingUpdate
{
    /// <summary>The <c>maxSurge</c> of all Deployments.</summary>
    public const string Surge = "25%";

    /// <summary>The highest number of pods during a rollout. Kubernetes rounds the surge up.</summary>
    public static int MaximumPods(int replicas) => replicas + (replicas + 3) / 4;
}
