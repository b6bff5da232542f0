using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>A Kubernetes object, read-only, as it is described by a resource.</summary>
internal sealed class KubernetesObject
{
    private const string TokenPrefix = "kubernetes:";
    private static readonly KubernetesObject[] None = [];

    private PodTemplate? _pods;
    private bool _hasLookedForPods;

    private KubernetesObject(PolicyResource resource, PropertyNode root, string apiVersion, string kind)
    {
        (Resource, Root, ApiVersion, Kind) = (resource, root, apiVersion, kind);
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        Group = slash < 0 ? "" : apiVersion[..slash];
    }

    public PolicyResource Resource { get; }

    public PropertyNode Root { get; }

    public string ApiVersion { get; }

    /// <summary>The API group; empty for the core group.</summary>
    public string Group { get; }

    public string Kind { get; }

    /// <summary>The kind, with its group where that is not one of Kubernetes' own: <c>Service</c>, <c>ServiceMonitor.monitoring.coreos.com</c>.</summary>
    public string QualifiedKind => Qualify(Kind, Group);

    public PropertyNode Metadata => Root["metadata"];

    public PropertyNode Spec => Root["spec"];

    /// <summary>The object's name; the resource's where the object is still to be given one.</summary>
    public string Name => Metadata["name"].Text ?? Resource.Name;

    /// <summary>The namespace written, or that of objects which name none.</summary>
    public string Namespace => Metadata["namespace"].Text is { Length: > 0 } written ? written : "default";

    /// <summary>True if the object's name or namespace is not known yet.</summary>
    public bool HasUnknownIdentity =>
        Metadata is var metadata && (metadata.IsUnknown || metadata["name"].IsUnknown || metadata["namespace"].IsUnknown);

    public PropertyNode Labels => Metadata["labels"];

    /// <summary>True for an object as the cluster knows it, with what the cluster has added; false for one as it was written.</summary>
    public bool IsLive => Metadata["uid"].Exists;

    /// <summary>What the object makes pods of; null if it makes none.</summary>
    public PodTemplate? Pods
    {
        get
        {
            if (!_hasLookedForPods)
            {
                _pods = PodTemplate.Find(this);
                _hasLookedForPods = true;
            }

            return _pods;
        }
    }

    /// <summary>Whether it is of one of the built-in kinds named, whatever their version.</summary>
    public bool Is(params ReadOnlySpan<string> kinds) => kinds.Contains(Kind) && IsBuiltIn(Group);

    /// <summary>The object the program described, where the engine has shown it; this object else.</summary>
    public KubernetesObject? AsDeclared() => Resource.Declared is { } declared ? (From(declared) is [var item, ..] ? item : null) : IsLive ? null : this;

    /// <summary>The objects a resource describes: none, one, or the items of a list. Patches of objects are not objects.</summary>
    public static IReadOnlyList<KubernetesObject> From(PolicyResource resource) => resource.View(Read);

    /// <summary>A kind as <see cref="QualifiedKind"/> writes it.</summary>
    public static string Qualify(string kind, string group) => IsBuiltIn(group) ? kind : $"{kind}.{group}";

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} '{Name}'";

    private static KubernetesObject[] Read(PolicyResource resource)
    {
        if (!resource.Type.StartsWith(TokenPrefix, StringComparison.Ordinal)
            || resource.Type[TokenPrefix.Length..].Split(':') is not [var module, var type]
            || module.IndexOf('/', StringComparison.Ordinal) <= 0
            || type.EndsWith("Patch", StringComparison.Ordinal)
            || module.StartsWith("helm.sh/", StringComparison.Ordinal)
            || module.StartsWith("yaml/", StringComparison.Ordinal)
            || module.StartsWith("kustomize/", StringComparison.Ordinal))
            return None;

        var apiVersion = module.StartsWith("core/", StringComparison.Ordinal) ? module["core/".Length..] : module;
        return type.EndsWith("List", StringComparison.Ordinal) && resource.Root["items"] is { Exists: true, IsUnknown: false } items
            ? [.. items.Items.Select(item => new KubernetesObject(resource, item, Known(item, "apiVersion") ?? apiVersion, Known(item, "kind") ?? type[..^"List".Length]))]
            : [new KubernetesObject(resource, resource.Root, Known(resource.Root, "apiVersion") ?? apiVersion, Known(resource.Root, "kind") ?? type)];
    }

    private static string? Known(PropertyNode node, string name) =>
        !node.IsUnknown && node[name] is { IsUnknown: false, Text: { Length: > 0 } text } ? text : null;

    private static bool IsBuiltIn(string group) => !group.Contains('.', StringComparison.Ordinal) || group.EndsWith(".k8s.io", StringComparison.Ordinal);
}
