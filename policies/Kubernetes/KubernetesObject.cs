using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>A read-only view of the Kubernetes object that a resource describes.</summary>
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

    /// <summary>The kind, with its group if it is not built in: <c>Service</c>, <c>ServiceMonitor.monitoring.coreos.com</c>.</summary>
    public string QualifiedKind => Qualify(Kind, Group);

    public PropertyNode Metadata => Root["metadata"];

    public PropertyNode Spec => Root["spec"];

    /// <summary>The object's name; the resource's name if the provider will generate one.</summary>
    public string Name => Metadata["name"].Text ?? Resource.Name;

    /// <summary>The namespace; <c>default</c> if none is written.</summary>
    public string Namespace => Metadata["namespace"].Text is { Length: > 0 } written ? written : "default";

    /// <summary>True if the object's name or namespace is unknown.</summary>
    public bool HasUnknownIdentity =>
        Metadata is var metadata && (metadata.IsUnknown || metadata["name"].IsUnknown || metadata["namespace"].IsUnknown);

    public PropertyNode Labels => Metadata["labels"];

    /// <summary>True for a live object with the fields that the cluster added; false for a declared one.</summary>
    public bool IsLive => Metadata["uid"].Exists;

    /// <summary>The pods the object is or creates; null if it creates none.</summary>
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

    /// <summary>Whether the object is of one of these built-in kinds, in any version.</summary>
    public bool Is(params ReadOnlySpan<string> kinds) => kinds.Contains(Kind) && IsBuiltIn(Group);

    /// <summary>Returns the object as declared; null if this is a live object whose declaration the engine did not send.</summary>
    public KubernetesObject? AsDeclared()
    {
        if (Resource.Declared is { } declared)
        {
            return From(declared) is [var item, ..] ? item : null;
        }

        return IsLive ? null : this;
    }

    /// <summary>Returns the objects a resource describes: none, one, or the items of a list. Patches are not objects.</summary>
    public static IReadOnlyList<KubernetesObject> From(PolicyResource resource) => resource.View(Read);

    /// <summary>Returns a kind in the form of <see cref="QualifiedKind"/>.</summary>
    public static string Qualify(string kind, string group) => IsBuiltIn(group) ? kind : $"{kind}.{group}";

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} '{Name}'";

    private static KubernetesObject[] Read(PolicyResource resource)
    {
        if (
            !resource.Type.StartsWith(TokenPrefix, StringComparison.Ordinal)
            || resource.Type[TokenPrefix.Length..].Split(':') is not [var module, var type]
            || module.IndexOf('/', StringComparison.Ordinal) <= 0
            || type.EndsWith("Patch", StringComparison.Ordinal)
            || module.StartsWith("helm.sh/", StringComparison.Ordinal)
            || module.StartsWith("yaml/", StringComparison.Ordinal)
            || module.StartsWith("kustomize/", StringComparison.Ordinal)
        )
        {
            return None;
        }

        var apiVersion = module.StartsWith("core/", StringComparison.Ordinal) ? module["core/".Length..] : module;
        return type.EndsWith("List", StringComparison.Ordinal) && resource.Root["items"] is { Exists: true, IsUnknown: false } items
            ? [.. items.Items.Select(item => Create(item, type[..^"List".Length]))]
            : [Create(resource.Root, type)];

        KubernetesObject Create(PropertyNode root, string kind) =>
            new(resource, root, FindKnown(root, "apiVersion") ?? apiVersion, FindKnown(root, "kind") ?? kind);
    }

    private static string? FindKnown(PropertyNode node, string name) =>
        !node.IsUnknown && node[name] is { IsUnknown: false, Text: { Length: > 0 } text } ? text : null;

    private static bool IsBuiltIn(string group) =>
        !group.Contains('.', StringComparison.Ordinal) || group.EndsWith(".k8s.io", StringComparison.Ordinal);
}
