using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Resources.Diffing;

/// <summary>The immutable fields, whose changes replace the object. The table is that of Pulumi's provider 4.32.</summary>
internal sealed class ReplacementRules
{
    private static readonly string[] Identity = [".metadata.name", ".metadata.namespace"];

    private static readonly string[] StatefulSet =
    [
        ".spec.podManagementPolicy",
        ".spec.revisionHistoryLimit",
        ".spec.selector",
        ".spec.serviceName",
        ".spec.volumeClaimTemplates",
    ];

    private static readonly string[] PersistentVolume =
    [
        .. new[]
        {
            "awsElasticBlockStore",
            "azureDisk",
            "azureFile",
            "cephfs",
            "cinder",
            "csi",
            "fc",
            "flexVolume",
            "flocker",
            "gcePersistentDisk",
            "glusterfs",
            "hostPath",
            "iscsi",
            "local",
            "nfs",
            "photonPersistentDisk",
            "portworxVolume",
            "quobyte",
            "rbd",
            "scaleIO",
            "storageos",
            "vsphereVolume",
        }.Select(source => $".spec.{source}"),
    ];

    private static readonly string[] Pod =
    [
        .. new[]
        {
            "affinity",
            "automountServiceAccountToken",
            "dnsConfig",
            "dnsPolicy",
            "enableServiceLinks",
            "hostAliases",
            "hostIPC",
            "hostNetwork",
            "hostPID",
            "hostname",
            "imagePullSecrets",
            "nodeName",
            "nodeSelector",
            "overhead",
            "preemptionPolicy",
            "priority",
            "priorityClassName",
            "readinessGates",
            "restartPolicy",
            "runtimeClassName",
            "schedulerName",
            "securityContext",
            "serviceAccount",
            "serviceAccountName",
            "shareProcessNamespace",
            "subdomain",
            "terminationGracePeriodSeconds",
            "volumes",
        }.Select(field => $".spec.{field}"),
        .. new[]
        {
            "args",
            "command",
            "env",
            "image",
            "imagePullPolicy",
            "lifecycle",
            "livenessProbe",
            "ports",
            "readinessProbe",
            "resources",
            "securityContext",
            "stdin",
            "stdinOnce",
            "terminationMessagePath",
            "terminationMessagePolicy",
            "tty",
            "volumeDevices",
            "volumeMounts",
            "workingDir",
        }.SelectMany(field => new[] { $".spec.containers.*.{field}", $".spec.initContainers.*.{field}" }),
    ];

    private static readonly Dictionary<(string Group, string Kind), string[]> ByKind = new Dictionary<(string, string), string[]>
    {
        [("apps", "DaemonSet")] = [".spec.selector"],
        [("apps", "Deployment")] = [".spec.selector"],
        [("apps", "StatefulSet")] = StatefulSet,
        [("", "PersistentVolume")] = PersistentVolume,
        [("", "PersistentVolumeClaim")] = [".spec.accessModes", ".spec.selector", ".spec.storageClassName", ".spec.volumeName"],
        [("", "Pod")] = Pod,
        [("", "ResourceQuota")] = [".spec.scopes"],
        [("", "Service")] = [".spec.clusterIP"],
        [("batch", "Job")] = [".spec.completions", ".spec.parallelism", ".spec.selector", ".spec.template"],
        [("rbac.authorization.k8s.io", "RoleBinding")] = [".roleRef"],
        [("rbac.authorization.k8s.io", "ClusterRoleBinding")] = [".roleRef"],
        [("storage.k8s.io", "StorageClass")] = [".parameters", ".provisioner"],
    };

    private readonly string[][] _patterns;

    private ReplacementRules(IEnumerable<string> fields) =>
        _patterns = [.. fields.Select(f => f.Split('.', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>The rules for Patch resources, which can change all fields of their object in place.</summary>
    public static ReplacementRules ForPatch { get; } = new(Identity);

    /// <summary>Selects the rules for an object.</summary>
    /// <param name="type">The kind of the object.</param>
    /// <param name="newInputs">The new inputs, which may set <c>immutable</c>.</param>
    /// <param name="configMapsAreMutable">True to update the data of ConfigMaps in place.</param>
    /// <param name="secretsAreMutable">True to update the data of Secrets in place.</param>
    public static ReplacementRules For(GroupVersionKind type, JsonObject newInputs, bool configMapsAreMutable, bool secretsAreMutable)
    {
        var immutable = newInputs.Flag("immutable");
        IEnumerable<string> fields = BuiltInTypes.IsSecret(type)
            ? !secretsAreMutable || immutable
                ? [".type", ".stringData", ".data"]
                : [".type"]
            : BuiltInTypes.IsConfigMap(type)
                ? !configMapsAreMutable || immutable
                    ? [".binaryData", ".data"]
                    : []
                : ByKind.GetValueOrDefault((type.Group, type.Kind), []);
        return new ReplacementRules(Identity.Concat(fields));
    }

    /// <summary>True if a change replaces the object.</summary>
    /// <param name="path">The path of the changed field.</param>
    /// <param name="newValue">The new value; null if it is removed or unknown.</param>
    public bool RequireReplacement(FieldPath path, JsonNode? newValue)
    {
        var changed = path.ToPattern();
        foreach (var pattern in _patterns)
        {
            var common = Math.Min(changed.Length, pattern.Length);
            if (
                changed.AsSpan(0, common).SequenceEqual(pattern.AsSpan(0, common))
                && (common == pattern.Length || Contains(newValue, pattern.AsSpan(common)))
            )
            {
                return true;
            }
        }

        return false;
    }

    // A new object counts if it contains the field.
    private static bool Contains(JsonNode? value, ReadOnlySpan<string> pattern)
    {
        if (pattern.IsEmpty)
        {
            return true;
        }

        if (pattern[0] == "*")
        {
            // As in Pulumi's provider, a list that is removed, unknown or empty counts as one whose items change.
            if (value is not JsonArray { Count: > 0 } list)
            {
                return true;
            }

            foreach (var item in list)
            {
                if (Contains(item, pattern[1..]))
                {
                    return true;
                }
            }

            return false;
        }

        return value is JsonObject map && map.TryGetPropertyValue(pattern[0], out var child) && Contains(child, pattern[1..]);
    }
}
