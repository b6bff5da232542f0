using Infra.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>A container of a pod.</summary>
internal sealed class Container(PodTemplate pod, PropertyNode node, ContainerRole role)
{
    public PodTemplate Pod => pod;

    /// <summary>The path of the container within the resource.</summary>
    public string Path => node.Path;

    public ContainerRole Role => role;

    /// <summary>A property of the container.</summary>
    public PropertyNode this[string name] => node[name];

    public string Name => node["name"].Text ?? "?";

    public PropertyNode SecurityContext => node["securityContext"];

    /// <summary>True if the container runs as long as the pod.</summary>
    public bool IsServing => role is ContainerRole.Main or ContainerRole.Sidecar;

    /// <summary>Returns a setting of the security context: the container's own, or else the pod's.</summary>
    public PropertyNode GetSecuritySetting(string name) => SecurityContext[name] is { Exists: true } own ? own : pod.SecurityContext[name];

    /// <summary>The image; null if it is missing or not an image reference.</summary>
    public ImageReference? Image => ImageReference.TryParse(node["image"].Text, out var image) ? image : null;

    /// <inheritdoc/>
    public override string ToString() =>
        role switch
        {
            ContainerRole.Init => $"init container '{Name}'",
            ContainerRole.Sidecar => $"sidecar '{Name}'",
            ContainerRole.Ephemeral => $"ephemeral container '{Name}'",
            _ => $"container '{Name}'",
        };
}

/// <summary>The role of a container in its pod.</summary>
internal enum ContainerRole
{
    /// <summary>A container of <c>containers</c>.</summary>
    Main,

    /// <summary>An init container that runs to completion.</summary>
    Init,

    /// <summary>An init container that keeps running: <c>restartPolicy: Always</c>.</summary>
    Sidecar,

    /// <summary>A container attached for debugging.</summary>
    Ephemeral,
}
