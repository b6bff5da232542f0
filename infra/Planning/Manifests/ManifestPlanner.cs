using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Planning.Manifests;

/// <summary>
/// Plans the objects of a stack's manifests: definitions of custom kinds first, then namespaces, then the others, custom resources at the
/// end. An object depends on its namespace and the definition of its kind, a workload also on the ServiceAccounts, ConfigMaps and Secrets
/// of its namespace, all as far as they are among the manifests.
/// </summary>
internal sealed class ManifestPlanner
{
    private static readonly string[] Configuration = ["ServiceAccount", "ConfigMap", "Secret"];

    /// <summary>The kinds that contain a pod template, with the path to it.</summary>
    private static readonly Dictionary<string, string[]> Templates = new(StringComparer.Ordinal)
    {
        ["Deployment"] = ["spec", "template"],
        ["StatefulSet"] = ["spec", "template"],
        ["DaemonSet"] = ["spec", "template"],
        ["ReplicaSet"] = ["spec", "template"],
        ["ReplicationController"] = ["spec", "template"],
        ["Job"] = ["spec", "template"],
        ["CronJob"] = ["spec", "jobTemplate", "spec", "template"],
        ["Pod"] = [],
    };

    private readonly SystemIdentity _system;
    private readonly ManifestKinds _kinds;
    private readonly ImmutableArray<ManifestObject> _objects;

    private readonly Func<ManifestObject, string> _space;

    private ManifestPlanner(
        ImmutableArray<ManifestObject> objects,
        ManifestKinds kinds,
        SystemIdentity system,
        Func<ManifestObject, string> space
    )
    {
        _system = system;
        _kinds = kinds;
        _space = space;
        _objects = [.. objects.Where(item => item.Name is not null).OrderBy(GetRank)];
    }

    /// <summary>Plans the objects for a cluster, in the order of their registration. Objects without a name are left out.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="kinds">The kinds that they may have.</param>
    /// <param name="system">The names in the cluster.</param>
    /// <param name="space">The namespace of an object that names none.</param>
    public static ImmutableArray<PlannedManifest> Plan(
        ImmutableArray<ManifestObject> objects,
        ManifestKinds kinds,
        SystemIdentity system,
        Func<ManifestObject, string> space
    ) => new ManifestPlanner(objects, kinds, system, space).Plan();

    private static int GetRank(ManifestObject item) =>
        item switch
        {
            { Kind: ManifestKinds.Definition } => 0,
            { Kind: "Namespace", Group: "" } => 1,
            _ when item.Group.Length == 0 && Configuration.Contains(item.Kind) => 2,
            _ when ManifestKinds.IsBuiltIn(item.ApiVersion, item.Kind) => 3,
            _ => 4,
        };

    private ImmutableArray<PlannedManifest> Plan()
    {
        var planned = ImmutableArray.CreateBuilder<PlannedManifest>(_objects.Length);
        var definitions = new Dictionary<ManifestObject, int>(ReferenceEqualityComparer.Instance);
        var namespaces = new Dictionary<string, int>(StringComparer.Ordinal);
        var configuration = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var item in _objects)
        {
            var target =
                _kinds.GetScope(item) == ManifestScope.Cluster ? null
                : item.Namespace is { Length: > 0 } own ? own
                : _space(item);
            var dependencies = new List<int>();
            if (_kinds.FindDefinition(item) is { } definition && definitions.TryGetValue(definition, out var position))
            {
                dependencies.Add(position);
            }

            if (target is not null && namespaces.TryGetValue(target, out position))
            {
                dependencies.Add(position);
            }

            if (target is not null && IsWorkload(item))
            {
                dependencies.AddRange(configuration.GetValueOrDefault(target, []));
            }

            switch (GetRank(item))
            {
                case 0:
                    definitions[item] = planned.Count;
                    break;
                case 1:
                    namespaces[item.Name!] = planned.Count;
                    break;
                case 2 when target is not null:
                    configuration.TryAdd(target, []);
                    configuration[target].Add(planned.Count);
                    break;
                default:
                    break;
            }

            planned.Add(
                new PlannedManifest(item, CreateBody(item), target)
                {
                    IsInStackNamespace = target == _system.Namespace,
                    DependsOn = [.. dependencies],
                }
            );
        }

        return planned.MoveToImmutable();
    }

    private static bool IsWorkload(ManifestObject item) =>
        ManifestKinds.IsBuiltIn(item.ApiVersion, item.Kind) && Templates.ContainsKey(item.Kind);

    private JsonObject CreateBody(ManifestObject item)
    {
        var body = (JsonObject)NodeJson.Convert(item.Node)!;

        // The cluster writes the status, and ignores it in requests.
        body.Remove("status");
        var metadata = GetOrAdd(body, "metadata");
        metadata.Remove("namespace");
        metadata.Remove("creationTimestamp");
        AddMetadata(body);
        if (IsWorkload(item) && Templates[item.Kind] is { Length: > 0 } path)
        {
            JsonNode? template = body;
            foreach (var key in path)
            {
                template = (template as JsonObject)?[key];
            }

            if (template is JsonObject pods)
            {
                AddMetadata(pods);
            }
        }

        return body;
    }

    /// <summary>Adds the labels and annotations of the stack. Those of the object win.</summary>
    private void AddMetadata(JsonObject target)
    {
        foreach (var (field, values) in new[] { ("labels", _system.Labels), ("annotations", _system.Annotations) })
        {
            if (values.IsEmpty)
            {
                continue;
            }

            var own = GetOrAdd(GetOrAdd(target, "metadata"), field);
            foreach (var (key, value) in values.Where(entry => !own.ContainsKey(entry.Key)))
            {
                own[key] = value;
            }
        }
    }

    private static JsonObject GetOrAdd(JsonObject json, string key)
    {
        if (json[key] is JsonObject present)
        {
            return present;
        }

        var added = new JsonObject();
        json[key] = added;
        return added;
    }
}
