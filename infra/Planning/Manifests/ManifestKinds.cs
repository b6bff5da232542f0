using Infra.Backend.Settings;
using Infra.Kubernetes.Schema;

namespace Infra.Backend.Planning.Manifests;

/// <summary>Where the objects of a kind live.</summary>
internal enum ManifestScope
{
    /// <summary>In a namespace.</summary>
    Namespaced,

    /// <summary>In the cluster.</summary>
    Cluster,

    /// <summary>Unknown: a custom kind whose definition is not among the manifests.</summary>
    Unknown,
}

/// <summary>The kinds of objects of a stack's manifests: those of Kubernetes, and those that the manifests define.</summary>
internal sealed class ManifestKinds
{
    public const string Definition = "CustomResourceDefinition";

    private static readonly Dictionary<(string ApiVersion, string Kind), SchemaResource> BuiltIn = SchemaFile
        .Instance.Resources.Where(resource => resource.Verbs.Contains("create"))
        .GroupBy(resource => (resource.ApiVersion, resource.Kind))
        .ToDictionary(group => group.Key, group => group.First());

    private readonly Dictionary<(string Group, string Kind), ManifestObject> _definitions = [];

    public ManifestKinds(IEnumerable<ManifestObject> objects)
    {
        foreach (var definition in objects.Where(item => item.Kind == Definition))
        {
            _definitions.TryAdd(GetDefined(definition), definition);
        }
    }

    /// <summary>The kinds of a stack's manifests on a cluster: those that they or its add-ons define, too.</summary>
    public static ManifestKinds Of(TargetCluster target, StackSettings settings) =>
        new(settings.ManifestObjects.Concat(target.Settings.Addons.All.SelectMany(addon => addon.Settings.Objects)));

    /// <summary>Whether an object is the definition of a custom kind.</summary>
    public static bool Defines(ManifestObject item, string group, string kind) =>
        item.Kind == Definition && GetDefined(item) == (group, kind);

    /// <summary>Whether Kubernetes itself has the API group.</summary>
    public static bool IsBuiltInGroup(string group) =>
        group is "extensions" || SchemaFile.Instance.Groups.Any(known => known.Name == group);

    /// <summary>Whether Kubernetes has the kind in this version.</summary>
    public static bool IsBuiltIn(string apiVersion, string kind) => BuiltIn.ContainsKey((apiVersion, kind));

    /// <summary>The versions in which Kubernetes has a kind.</summary>
    public static IEnumerable<string> FindVersions(string kind) =>
        BuiltIn.Keys.Where(known => known.Kind == kind).Select(known => known.ApiVersion);

    /// <summary>The kinds that Kubernetes has in a version.</summary>
    public static IEnumerable<string> FindKinds(string apiVersion) =>
        BuiltIn.Keys.Where(known => known.ApiVersion == apiVersion).Select(known => known.Kind);

    /// <summary>Finds the manifest that defines the kind of an object; null if none does.</summary>
    public ManifestObject? FindDefinition(ManifestObject item) => _definitions.GetValueOrDefault((item.Group, item.Kind));

    /// <summary>
    /// The scope of an object. That of a custom kind without a definition follows from its namespace: an empty one means the cluster.
    /// </summary>
    public ManifestScope GetScope(ManifestObject item)
    {
        if (BuiltIn.TryGetValue((item.ApiVersion, item.Kind), out var resource))
        {
            return resource.IsNamespaced ? ManifestScope.Namespaced : ManifestScope.Cluster;
        }

        if (FindDefinition(item) is { } definition)
        {
            return definition.FindText("spec", "scope") == "Cluster" ? ManifestScope.Cluster : ManifestScope.Namespaced;
        }

        // By convention the names of cluster-scoped custom kinds begin with this word, such as ClusterIssuer.
        return item.Namespace switch
        {
            "" => ManifestScope.Cluster,
            null when item.Kind.StartsWith("Cluster", StringComparison.Ordinal) => ManifestScope.Unknown,
            _ => ManifestScope.Namespaced,
        };
    }

    private static (string Group, string Kind) GetDefined(ManifestObject definition) =>
        (definition.FindText("spec", "group") ?? "", definition.FindText("spec", "names", "kind") ?? "");
}
