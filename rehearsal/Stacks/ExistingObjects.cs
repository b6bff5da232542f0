using System.Text.Json.Nodes;

namespace Infra.Rehearsal.Stacks;

/// <summary>
/// The objects that a stack's pods and claims refer to and that it does not deploy: Secrets that others write, classes of the cluster. A
/// rehearsal takes them to exist.
/// </summary>
public sealed class ExistingObjects
{
    private const string CoreVersion = "v1";
    private const string Provisioner = "simulator.infra/volumes";

    private readonly HashSet<(string Kind, string Namespace, string Name)> _deployed = [];
    private readonly SortedDictionary<(string Kind, string Namespace, string Name), SortedSet<string>> _found = [];

    private ExistingObjects(IEnumerable<JsonObject> objects)
    {
        foreach (var one in objects)
        {
            _deployed.Add((Text(one["kind"]), Text(one["metadata"]?["namespace"]), Text(one["metadata"]?["name"])));
        }
    }

    /// <summary>Finds what a stack's objects refer to, by kind and name.</summary>
    public static IReadOnlyList<JsonObject> Find(IReadOnlyList<JsonObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var found = new ExistingObjects(objects);
        foreach (var one in objects)
        {
            found.Read(one);
        }

        return [.. found._found.Select(one => Create(one.Key.Kind, one.Key.Namespace, one.Key.Name, one.Value))];
    }

    private void Read(JsonObject one)
    {
        var inNamespace = Text(one["metadata"]?["namespace"]);
        foreach (var pod in FindPodSpecs(one))
        {
            ReadPod(pod, inNamespace);
        }

        foreach (var claim in FindClaims(one))
        {
            Add("StorageClass", "", Text(claim["storageClassName"]));
        }
    }

    private static IEnumerable<JsonObject> FindPodSpecs(JsonObject one) =>
        new[]
        {
            Text(one["kind"]) == "Pod" ? one["spec"] : null,
            one["spec"]?["template"]?["spec"],
            one["spec"]?["jobTemplate"]?["spec"]?["template"]?["spec"],
        }.OfType<JsonObject>();

    private static IEnumerable<JsonObject> FindClaims(JsonObject one) =>
        Objects(one["spec"]?["volumeClaimTemplates"])
            .Select(claim => claim["spec"])
            .Append(Text(one["kind"]) == "PersistentVolumeClaim" ? one["spec"] : null)
            .OfType<JsonObject>();

    private void ReadPod(JsonObject pod, string inNamespace)
    {
        Add("PriorityClass", "", Text(pod["priorityClassName"]));
        Add("RuntimeClass", "", Text(pod["runtimeClassName"]));
        Add("ServiceAccount", inNamespace, Text(pod["serviceAccountName"]));
        foreach (var secret in Objects(pod["imagePullSecrets"]))
        {
            Add("Secret", inNamespace, Text(secret["name"]));
        }

        foreach (var container in Objects(pod["containers"]).Concat(Objects(pod["initContainers"])))
        {
            foreach (var variable in Objects(container["env"]))
            {
                AddKey("Secret", inNamespace, variable["valueFrom"]?["secretKeyRef"]);
                AddKey("ConfigMap", inNamespace, variable["valueFrom"]?["configMapKeyRef"]);
            }

            foreach (var source in Objects(container["envFrom"]))
            {
                Add("Secret", inNamespace, Text(source["secretRef"]?["name"]));
                Add("ConfigMap", inNamespace, Text(source["configMapRef"]?["name"]));
            }
        }

        foreach (var volume in Objects(pod["volumes"]))
        {
            ReadVolume(volume, inNamespace);
            foreach (var source in Objects(volume["projected"]?["sources"]))
            {
                ReadVolume(source, inNamespace);
            }
        }
    }

    private void ReadVolume(JsonObject volume, string inNamespace)
    {
        var (secret, map) = (volume["secret"], volume["configMap"]);
        Add("Secret", inNamespace, Text(secret?["secretName"] ?? secret?["name"]), KeysOf(secret));
        Add("ConfigMap", inNamespace, Text(map?["name"]), KeysOf(map));
        Add("PersistentVolumeClaim", inNamespace, Text(volume["persistentVolumeClaim"]?["claimName"]));
    }

    private static IEnumerable<string> KeysOf(JsonNode? source) => Objects(source?["items"]).Select(item => Text(item["key"]));

    private void AddKey(string kind, string inNamespace, JsonNode? reference) =>
        Add(kind, inNamespace, Text(reference?["name"]), [Text(reference?["key"])]);

    private void Add(string kind, string inNamespace, string name, params IEnumerable<string> keys)
    {
        if (name.Length == 0 || _deployed.Contains((kind, inNamespace, name)) || IsBuiltIn(kind, name))
        {
            return;
        }

        if (!_found.TryGetValue((kind, inNamespace, name), out var known))
        {
            _found[(kind, inNamespace, name)] = known = new SortedSet<string>(StringComparer.Ordinal);
        }

        known.UnionWith(keys.Where(key => key.Length > 0));
    }

    /// <summary>Whether every cluster has it.</summary>
    private static bool IsBuiltIn(string kind, string name) =>
        (kind, name)
            is
                ("ServiceAccount", "default")
                or
                ("ConfigMap", "kube-root-ca.crt")
                or
                ("PriorityClass", "system-cluster-critical" or "system-node-critical");

    private static JsonObject Create(string kind, string inNamespace, string name, IEnumerable<string> keys)
    {
        var one = new JsonObject
        {
            ["apiVersion"] = VersionOf(kind),
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name },
        };
        if (inNamespace.Length > 0)
        {
            one["metadata"]!["namespace"] = inNamespace;
        }

        switch (kind)
        {
            case "Secret":
                one["stringData"] = ValuesOf(keys);
                break;
            case "ConfigMap":
                one["data"] = ValuesOf(keys);
                break;
            case "PriorityClass":
                one["value"] = 0;
                break;
            case "RuntimeClass":
                one["handler"] = name;
                break;
            case "StorageClass":
                one["provisioner"] = Provisioner;
                one["parameters"] = new JsonObject { ["reach"] = "zone" };
                one["volumeBindingMode"] = "WaitForFirstConsumer";
                break;
            case "PersistentVolumeClaim":
                one["spec"] = new JsonObject
                {
                    ["accessModes"] = new JsonArray("ReadWriteMany"),
                    ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = "1Gi" } },
                };
                break;
            default:
                break;
        }

        return one;
    }

    private static JsonObject ValuesOf(IEnumerable<string> keys) => new(keys.Select(key => KeyValuePair.Create(key, (JsonNode?)"value")));

    private static string VersionOf(string kind) =>
        kind switch
        {
            "PriorityClass" => "scheduling.k8s.io/v1",
            "RuntimeClass" => "node.k8s.io/v1",
            "StorageClass" => "storage.k8s.io/v1",
            _ => CoreVersion,
        };

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
