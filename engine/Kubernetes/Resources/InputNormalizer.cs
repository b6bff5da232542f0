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
    public static JsonObject Normalize(JsonObject inputs) => NormalizeOwned(inputs.Copy());

    /// <summary>Normalizes a manifest that nothing else refers to, and returns it.</summary>
    public static JsonObject NormalizeOwned(JsonObject manifest)
    {
        var type = manifest.Type();
        if (BuiltInTypes.IsSecret(type))
        {
            FoldStringData(manifest);
        }
        else if (BuiltInTypes.IsCustomResourceDefinition(type))
        {
            manifest.Remove("status");
            if (
                manifest["spec"] is JsonObject spec
                && spec["preserveUnknownFields"] is JsonValue value
                && value.TryGetValue<bool>(out var keep)
                && !keep
            )
            {
                spec.Remove("preserveUnknownFields");
            }
        }
        else if (BuiltInTypes.FindSchema(type) is { } schema)
        {
            NormalizeFields(manifest, "", "", schema);
        }

        if (manifest["metadata"] is JsonObject metadata)
        {
            foreach (var key in ReadOnlyMetadata)
            {
                metadata.Remove(key);
            }
        }

        return manifest;
    }

    private static void NormalizeFields(JsonObject fields, string own, string parent, ObjectType type)
    {
        var i = 0;
        while (i < fields.Count)
        {
            var (key, value) = fields.GetAt(i);
            var fieldType = type.Fields.GetValueOrDefault(key)?.Type;
            if (IsOmitted(key, value, own, parent, fieldType))
            {
                fields.RemoveAt(i);
                continue;
            }

            if (Canonicalize(key, value, own, fieldType) is { } canonical)
            {
                fields.SetAt(i, canonical);
            }

            i++;
        }
    }

    /// <summary>Normalizes the parts of a value in place.</summary>
    /// <returns>What replaces the value, or null if it remains.</returns>
    private static JsonValue? Canonicalize(string key, JsonNode? value, string parent, ObjectType? type)
    {
        switch (value, type?.Kind)
        {
            case (JsonObject map, ValueKind.Map):
                for (var i = 0; i < map.Count; i++)
                {
                    var (name, entry) = map.GetAt(i);
                    if (Canonicalize(name, entry, key, type!.MapValues) is { } canonical)
                    {
                        map.SetAt(i, canonical);
                    }
                }

                return null;
            case (JsonObject map, ValueKind.Object):
                NormalizeFields(map, key, parent, type!);
                return null;
            case (JsonArray list, ValueKind.List):
                for (var i = 0; i < list.Count; i++)
                {
                    if (Canonicalize(key, list[i], parent, type!.Items) is { } canonical)
                    {
                        list[i] = canonical;
                    }
                }

                return null;
            case (JsonValue scalar, ValueKind.Quantity):
                return CanonicalQuantity(scalar);
            default:
                return null;
        }
    }

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

    private static JsonValue? CanonicalQuantity(JsonValue scalar)
    {
        if (scalar.TryGetValue<string>(out var text))
        {
            var canonical = Quantity.Canonicalize(text);
            return canonical == text ? null : JsonValue.Create(canonical);
        }

        return scalar.Number() is { } number
            ? JsonValue.Create(Quantity.Canonicalize(((decimal)number).ToString(CultureInfo.InvariantCulture)))
            : null;
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
