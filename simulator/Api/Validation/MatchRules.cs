using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for what webhooks and policies match: rules, resources, selectors.</summary>
internal static class MatchRules
{
    private static readonly string[] _operations = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
    private static readonly string[] _scopes = ["*", "Cluster", "Namespaced"];

    public static void CheckSelectors(JsonObject matching, string path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["namespaceSelector", "objectSelector"])
        {
            LabelRules.CheckSelector(matching.Map(field), $"{path}.{field}", errors);
        }
    }

    /// <summary>Checks the match resources of a policy or binding.</summary>
    public static void CheckResources(JsonObject resources, string path, FieldErrors errors)
    {
        CheckOneOf(resources, "matchPolicy", path, errors, "Equivalent", "Exact");
        CheckSelectors(resources, path, errors);
        foreach (var field in (ReadOnlySpan<string>)["resourceRules", "excludeResourceRules"])
        {
            foreach (var (index, rule) in resources.Objects(field).Index())
            {
                CheckNames(rule, $"{path}.{field}[{index}]", errors);
                CheckRule(rule, $"{path}.{field}[{index}]", errors);
            }
        }
    }

    public static void CheckRule(JsonObject rule, string path, FieldErrors errors)
    {
        var operations = GetTexts(rule, "operations");
        CheckList(rule, operations, "operations", "operations", path, errors);
        foreach (var (index, operation) in operations.Index())
        {
            if (!_operations.Contains(operation))
            {
                errors.NotSupported($"{path}.operations[{index}]", operation, _operations);
            }
        }

        CheckList(rule, GetTexts(rule, "apiGroups"), "apiGroups", "API groups", path, errors);
        var versions = GetTexts(rule, "apiVersions");
        CheckList(rule, versions, "apiVersions", "API versions", path, errors);
        foreach (var (index, version) in versions.Index())
        {
            if (version.Length == 0)
            {
                errors.Required($"{path}.apiVersions[{index}]");
            }
        }

        CheckResourceNames(rule, $"{path}.resources", errors);
        if (rule.Text("scope") is { } scope && !_scopes.Contains(scope))
        {
            errors.NotSupported($"{path}.scope", scope, _scopes);
        }
    }

    /// <summary>Checks a field that has one of some values.</summary>
    public static void CheckOneOf(JsonObject json, string field, string path, FieldErrors errors, params string[] accepted)
    {
        if (json.Text(field) is { } value && !accepted.Contains(value))
        {
            errors.NotSupported($"{path}.{field}", value, accepted);
        }
    }

    /// <summary>The problems of a name that is a segment of a URL.</summary>
    public static IEnumerable<string> FindSegmentProblems(string name)
    {
        if (name is "." or "..")
        {
            yield return $"may not be '{name}'";
        }

        foreach (var part in (string[])["/", "%"])
        {
            if (name.Contains(part, StringComparison.Ordinal))
            {
                yield return $"may not contain '{part}'";
            }
        }
    }

    private static void CheckNames(JsonObject rule, string path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, name) in GetTexts(rule, "resourceNames").Index())
        {
            foreach (var problem in FindSegmentProblems(name))
            {
                errors.Invalid($"{path}.resourceNames[{index}]", name, problem);
            }

            if (!seen.Add(name))
            {
                errors.Duplicate($"{path}.resourceNames[{index}]", name);
            }
        }
    }

    private static void CheckList(JsonObject rule, List<string> values, string field, string shown, string path, FieldErrors errors)
    {
        if (values.Count == 0)
        {
            errors.Required($"{path}.{field}");
        }

        if (values.Count > 1 && values.Contains("*"))
        {
            errors.Invalid($"{path}.{field}", rule[field]?.DeepClone(), $"if '*' is present, must not specify other {shown}");
        }
    }

    private static void CheckResourceNames(JsonObject rule, string path, FieldErrors errors)
    {
        var resources = GetTexts(rule, "resources");
        if (resources.Count == 0)
        {
            errors.Required(path);
        }

        var (allOfResource, subresourceOfAll) = (new HashSet<string>(), new HashSet<string>());
        var hasPlain = false;
        foreach (var (index, resource) in resources.Index())
        {
            if (resource.Length == 0)
            {
                errors.Required($"{path}[{index}]");
                continue;
            }

            var slash = resource.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
            {
                hasPlain = resource != "*";
                continue;
            }

            var (name, subresource) = (resource[..slash], resource[(slash + 1)..]);
            if (allOfResource.Contains(name))
            {
                errors.Invalid($"{path}[{index}]", resource, $"if '{name}/*' is present, must not specify {resource}");
            }

            if (subresourceOfAll.Contains(subresource))
            {
                errors.Invalid($"{path}[{index}]", resource, $"if '*/{subresource}' is present, must not specify {resource}");
            }

            if (subresource == "*")
            {
                allOfResource.Add(name);
            }

            if (name == "*")
            {
                subresourceOfAll.Add(subresource);
            }
        }
        if (resources.Count > 1 && resources.Contains("*/*"))
        {
            errors.Invalid(path, rule["resources"]?.DeepClone(), "if '*/*' is present, must not specify other resources");
        }

        if (resources.Contains("*") && hasPlain)
        {
            errors.Invalid(
                path,
                rule["resources"]?.DeepClone(),
                "if '*' is present, must not specify other resources without subresources"
            );
        }
    }

    private static List<string> GetTexts(JsonObject json, string field) =>
        [.. (json.Array(field) ?? []).Select(item => item?.ToString() ?? "")];
}
