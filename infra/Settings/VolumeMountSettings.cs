using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>A path where containers mount a volume.</summary>
[ShortForm(nameof(Path))]
internal sealed record VolumeMountSettings
{
    /// <summary>The absolute path. The paths of a container differ.</summary>
    /// <remarks>The <c>mountPath</c> of the volume mount.</remarks>
    /// <example>mounts: [{path: /var/lib/data}]</example>
    public required string Path { get; init; }

    /// <summary>The folder or file of the volume to mount: a relative path without <c>..</c>.</summary>
    /// <value>the whole volume</value>
    /// <remarks>The <c>subPath</c> of the volume mount. A container does not see later changes of a Secret or ConfigMap.</remarks>
    /// <example>mounts: [{path: /var/lib/mysql, subPath: mysql}]</example>
    public string? SubPath { get; init; }

    /// <summary>A <c>subPath</c> with the container's environment variables as <c>$(NAME)</c>, for a folder of each pod.</summary>
    /// <value>none</value>
    /// <remarks>The <c>subPathExpr</c> of the volume mount. The variables are those of the container.</remarks>
    /// <example>mounts: [{path: /logs, subPathExpr: $(POD_NAME)}]</example>
    public string? SubPathExpr { get; init; }

    /// <summary>Whether the container can only read it.</summary>
    /// <value>as the volume's <c>readOnly</c></value>
    /// <remarks>The <c>readOnly</c> of the volume mount.</remarks>
    /// <example>mounts: [{path: /srv, readOnly: true}]</example>
    public bool? ReadOnly { get; init; }

    /// <summary>Whether mounts below a read-only path are read-only, too.</summary>
    /// <value>disabled</value>
    /// <remarks>The <c>recursiveReadOnly</c> of the volume mount, which needs <c>readOnly</c> and no <c>propagation</c>.</remarks>
    /// <example>mounts: [{path: /srv, readOnly: true, recursiveReadOnly: ifPossible}]</example>
    public RecursiveReadOnly? RecursiveReadOnly { get; init; }

    /// <summary>Whether mounts below the path appear on the node, and those of the node here.</summary>
    /// <value>none</value>
    /// <remarks>The <c>mountPropagation</c> of the volume mount. <c>bidirectional</c> needs a privileged container.</remarks>
    /// <example>mounts: [{path: /mnt, propagation: hostToContainer}]</example>
    public MountPropagation? Propagation { get; init; }

    /// <summary>The containers that mount it: the service's name, or those of sidecars and init containers.</summary>
    /// <value>all containers</value>
    /// <remarks>The containers that have the volume mount.</remarks>
    /// <example>mounts: [{path: /cache, containers: [proxy]}]</example>
    public ImmutableArray<string> Containers { get; init; } = [];
}

/// <summary>Whether mounts below a read-only mount are read-only.</summary>
internal enum RecursiveReadOnly
{
    /// <summary>Mounts below it may be writable.</summary>
    Disabled,

    /// <summary>They are read-only if the node's container runtime supports it.</summary>
    IfPossible,

    /// <summary>They are read-only, and the pod does not start on a node whose container runtime does not support it.</summary>
    Enabled,
}

/// <summary>Directions in which mounts propagate between node and container.</summary>
internal enum MountPropagation
{
    /// <summary>Neither sees later mounts of the other.</summary>
    None,

    /// <summary>The container sees later mounts of the node.</summary>
    HostToContainer,

    /// <summary>Each sees later mounts of the other.</summary>
    Bidirectional,
}
