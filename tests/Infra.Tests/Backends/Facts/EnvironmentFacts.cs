using System.Text.Json.Nodes;

namespace Infra.Tests.Backends.Facts;

/// <summary>
/// The variables of a container, those from ConfigMaps and Secrets of the backend included. The group <c>secretEnv</c> lists those whose
/// values are in a Secret.
/// </summary>
internal static class EnvironmentFacts
{
    public static void Add(FactSet facts, ManifestSet set, string workload, string role, JsonObject container)
    {
        var secrets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in container.Items("envFrom"))
        {
            AddSource(facts, set, workload, role, source, secrets);
        }

        foreach (var variable in container.Items("env"))
        {
            var name = variable.Text("name")!;
            var isSecret = variable.At("valueFrom.secretKeyRef") is not null;
            facts.Add(workload, $"{role}.env", name, Value(set, variable));
            if (isSecret)
            {
                secrets.Add(name);
            }
            else
            {
                secrets.Remove(name);
            }
        }

        facts.Add(workload, $"{role}.secretEnv", secrets.Select(name => KeyValuePair.Create(name, "true")));
    }

    private static void AddSource(FactSet facts, ManifestSet set, string workload, string role, JsonObject source, HashSet<string> secrets)
    {
        var isSecret = source.At("secretRef") is not null;
        var reference = isSecret ? source.At("secretRef") : source.At("configMapRef");
        var name = reference.Text("name")!;
        var prefix = source.Text("prefix") ?? "";
        if (set.Read(isSecret ? "Secret" : "ConfigMap", name) is not { } entries)
        {
            var optional = reference.IsTrue("optional") ? " optional" : "";
            facts.Add(workload, $"{role}.envFrom", $"{(isSecret ? "secret" : "configMap")} {name}", $"prefix '{prefix}'{optional}");
            return;
        }

        facts.Add(workload, $"{role}.env", entries.Select(entry => KeyValuePair.Create(prefix + entry.Key, entry.Value)));
        if (isSecret)
        {
            secrets.UnionWith(entries.Keys.Select(key => prefix + key));
        }
    }

    private static string Value(ManifestSet set, JsonObject variable)
    {
        var source = variable.At("valueFrom");
        return Key(set, source.At("secretKeyRef"), "Secret")
            ?? Key(set, source.At("configMapKeyRef"), "ConfigMap")
            ?? (source.At("fieldRef") is { } field ? $"(field {field.Text("fieldPath")})" : null)
            ?? Resource(source.At("resourceFieldRef"))
            ?? variable.Text("value")
            ?? "";
    }

    private static string? Resource(JsonNode? resource) =>
        resource is null
            ? null
            : $"(resource {resource.Text("resource")} of {resource.Text("containerName") ?? "itself"} in {resource.Text("divisor") ?? "1"})";

    private static string? Key(ManifestSet set, JsonNode? reference, string kind) =>
        reference is null ? null
        : set.Read(kind, reference.Text("name"))?.GetValueOrDefault(reference.Text("key")!) is { } value ? value
        : $"({kind} {reference.Text("name")}/{reference.Text("key")}{(reference.IsTrue("optional") ? " optional" : "")})";
}
