using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Kubernetes.Schema;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>
/// Normalizes inputs to the form in which the API server returns them, so that equal inputs compare as equal: quantities become canonical,
/// a Secret's <c>stringData</c> moves to <c>data</c>, and built-in kinds lose the empty values that Kubernetes does not serialize.
/// </summary>
internal static class InputNormalizer
{
    private static readonly string[] ReadOnlyMetadata =
    [
        "creationTimestamp",
        "deletionGracePeriodSeconds",
        "deletionTimestamp",
        "generation",
        "managedFields",
        "resourceVersion",
        "uid",
    ];

    /// <summary>Fields that the API server omits if they are false, 0 or "".</summary>
    private static readonly HashSet<string> OmittedWhenEmpty = new[]
    {
        "clusterIP",
        "concurrencyPolicy",
        "containerName",
        "description",
        "dnsPolicy",
        "effect",
        "externalName",
        "externalTrafficPolicy",
        "failureThreshold",
        "fsType",
        "globalDefault",
        "healthCheckNodePort",
        "hostIP",
        "hostIPC",
        "hostNetwork",
        "hostPID",
        "hostPort",
        "hostname",
        "imagePullPolicy",
        "initialDelaySeconds",
        "loadBalancerIP",
        "medium",
        "minReadySeconds",
        "nodeName",
        "nodePort",
        "paused",
        "persistentVolumeReclaimPolicy",
        "podManagementPolicy",
        "priorityClassName",
        "publishNotReadyAddresses",
        "readOnly",
        "schedulerName",
        "scheme",
        "serviceAccount",
        "serviceAccountName",
        "sessionAffinity",
        "stdin",
        "stdinOnce",
        "subPath",
        "subPathExpr",
        "subdomain",
        "successThreshold",
        "terminationMessagePath",
        "terminationMessagePolicy",
        "tty",
        "unschedulable",
        "workingDir",
    }.ToHashSet(StringComparer.Ordinal);

    /// <summary>Normalizes a copy of <paramref name="inputs"/>.</summary>
    public static JsonObject Normalize(JsonObject inputs)
    {
        var type = inputs.Type();
        JsonObject normalized;
        if (BuiltInTypes.IsSecret(type))
        {
            normalized = inputs.Copy();
            FoldStringData(normalized);
        }
        else if (BuiltInTypes.IsCustomResourceDefinition(type))
        {
            normalized = inputs.Copy();
            normalized.Remove("status");
            if (
                normalized["spec"] is JsonObject spec
                && spec["preserveUnknownFields"] is JsonValue value
                && value.TryGetValue<bool>(out var keep)
                && !keep
            )
            {
                spec.Remove("preserveUnknownFields");
            }
        }
        else
        {
            normalized = BuiltInTypes.FindSchema(type) is { } schema ? Fields(inputs, "", "", schema) : inputs.Copy();
        }

        if (normalized["metadata"] is JsonObject metadata)
        {
            foreach (var key in ReadOnlyMetadata)
            {
                metadata.Remove(key);
            }
        }

        return normalized;
    }

    private static JsonObject Fields(JsonObject fields, string own, string parent, ObjectType type)
    {
        var normalized = new JsonObject();
        foreach (var (key, value) in fields)
        {
            var fieldType = type.Fields.GetValueOrDefault(key)?.Type;
            if (!IsOmitted(key, value, own, parent, fieldType))
            {
                normalized[key] = Value(key, value, own, fieldType);
            }
        }

        return normalized;
    }

    private static JsonNode? Value(string key, JsonNode? value, string parent, ObjectType? type) =>
        (value, type?.Kind) switch
        {
            (JsonObject map, ValueKind.Map) => new JsonObject(
                map.Select(p => KeyValuePair.Create(p.Key, Value(p.Key, p.Value, key, type!.MapValues)))
            ),
            (JsonObject map, ValueKind.Object) => Fields(map, key, parent, type!),
            (JsonArray list, ValueKind.List) => new JsonArray([.. list.Select(item => Value(key, item, parent, type!.Items))]),
            (JsonValue, ValueKind.Quantity) => CanonicalQuantity(value),
            _ => value?.DeepClone(),
        };

    private static bool IsOmitted(string key, JsonNode? value, string own, string parent, ObjectType? type) =>
        value switch
        {
            null => true,
            JsonArray { Count: 0 } => true,
            JsonObject { Count: 0 } => type?.Kind == ValueKind.Map,
            JsonValue scalar => scalar.IsEmpty()
                && (
                    OmittedWhenEmpty.Contains(key)
                    || (key is "value" && own is "env")
                    || (key is "periodSeconds" or "timeoutSeconds" && own.EndsWith("Probe", StringComparison.Ordinal))
                    || (key is "name" or "protocol" && own is "ports" && parent is not "ports")
                ),
            _ => false,
        };

    private static JsonNode? CanonicalQuantity(JsonNode? value)
    {
        if (value is not JsonValue scalar)
        {
            return value?.DeepClone();
        }

        return scalar.TryGetValue<string>(out var text) ? Quantity.Canonicalize(text)
            : scalar.Number() is { } number ? Quantity.Canonicalize(((decimal)number).ToString(CultureInfo.InvariantCulture))
            : scalar.DeepClone();
    }

    private static void FoldStringData(JsonObject secret)
    {
        if (secret["stringData"] is JsonObject { Count: > 0 } plain && !Unknowns.In(plain) && secret["data"] is null or JsonObject)
        {
            var data = secret.ChildObject("data")!;
            foreach (var (key, value) in plain)
            {
                data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value is null ? "" : value.GetValue<string>()));
            }

            secret.Remove("stringData");
            return;
        }

        // The server decodes and re-encodes the data, which removes line breaks.
        if (secret["data"] is JsonObject encoded)
        {
            foreach (var (key, value) in encoded.ToList())
            {
                if (
                    value is JsonValue scalar
                    && scalar.TryGetValue<string>(out var text)
                    && text.AsSpan().ContainsAny("\r\n \t")
                    && TryDecode(text, out var bytes)
                )
                {
                    encoded[key] = Convert.ToBase64String(bytes);
                }
            }
        }
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            return false;
        }

        bytes = bytes[..length];
        return true;
    }
}
