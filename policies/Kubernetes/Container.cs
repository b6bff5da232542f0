using Infra.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>A container of a pod.</summary>
internal sealed class Container(PodTemplate pod, PropertyNode node, ContainerRole role)
{
    public PodTemplate Pod => pod;

    /// <summary>Where the container is in the resource.</summary>
    public string Path => node.Path;

    public ContainerRole Role => role;

    /// <summary>A property of the container.</summary>
    public PropertyNode this[string name] => node[name];

    public string Name => node["name"].Text ?? "?";

    public PropertyNode SecurityContext => node["securityContext"];

    /// <summary>True if it is expected to run as long as the pod does.</summary>
    public bool IsServing => role is ContainerRole.Main or ContainerRole.Sidecar;

    /// <summary>A setting of the security context: the container's own, or else the pod's.</summary>
    public PropertyNode GetSecuritySetting(string name) => SecurityContext[name] is { Exists: true } own ? own : pod.SecurityContext[name];

    /// <summary>The image; null if none is written, or what is written is not an image reference.</summary>
    public ImageReference? Image => ImageReference.TryParse(node["image"].Text, out var image) ? image : null;

    /// <inheritdoc/>
    public override string ToString() => role switch
    {
        ContainerRole.Init => $"init container '{Name}'",
        ContainerRole.Sidecar => $"sidecar '{Name}'",
        ContainerRole.Ephemeral => $"ephemeral container '{Name}'",
        _ => $"container '{Name}'",
    };
}

/// <summary>What a container is for.</summary>
internal enum ContainerRole
{
    /// <summary>It does the pod's work.</summary>
    Main,

    /// <summary>It runs to its end before the others start.</summary>
    Init,

    /// <summary>It starts before the others and runs beside them.</summary>
    Sidecar,

    /// <summary>It is attached for debugging.</summary>
    Ephemeral,
}
