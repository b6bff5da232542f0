using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the environment of containers.</summary>
internal static class EnvironmentRules
{
    private const string NameRule = "a valid environment variable name must consist only of printable ASCII characters other than '='";

    private const string KeyRule =
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', "
        + "regex used for validation is '[-._a-zA-Z0-9]+')";

    private static readonly string[] _sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

    public static void Check(PodScope scope, JsonObject container, string path)
    {
        foreach (var (index, variable) in container.Objects("env").Index())
        {
            var at = $"{path}.env[{index}]";
            if (variable.Text("name") is { Length: > 0 } name)
            {
                CheckName(name, $"{at}.name", scope.Errors);
            }
            else
            {
                scope.Errors.Required($"{at}.name");
            }

            if (variable.Map("valueFrom") is { } source)
            {
                CheckSource(scope, variable, source, $"{at}.valueFrom");
            }
        }
        CheckLists(container, $"{path}.envFrom", scope.Errors);
    }

    /// <summary>Returns the problems of a key of a ConfigMap or Secret.</summary>
    public static IEnumerable<string> KeyProblems(string key)
    {
        if (key.Length > ObjectNames.SubdomainLength)
        {
            yield return $"must be no more than {ObjectNames.SubdomainLength} characters";
        }

        if (key.Length == 0 || !key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_'))
        {
            yield return KeyRule;
        }

        if (key is "." or "..")
        {
            yield return $"must not be '{key}'";
        }
        else if (key.StartsWith("..", StringComparison.Ordinal))
        {
            yield return "must not start with '..'";
        }
    }

    private static void CheckName(string name, string path, FieldErrors errors)
    {
        if (name.Any(letter => letter is < ' ' or > '~' or '='))
        {
            errors.Invalid(path, name, NameRule);
        }
    }

    private static void CheckSource(PodScope scope, JsonObject variable, JsonObject source, string path)
    {
        var errors = scope.Errors;
        if (source.Map("fieldRef") is { } field)
        {
            DownwardRules.CheckField(field, DownwardRules.EnvironmentFields, $"{path}.fieldRef", errors);
        }

        if (source.Map("resourceFieldRef") is { } resource)
        {
            DownwardRules.CheckResource(resource, requiresContainer: false, $"{path}.resourceFieldRef", errors);
        }

        foreach (var reference in (ReadOnlySpan<string>)["configMapKeyRef", "secretKeyRef"])
        {
            if (source.Map(reference) is { } key)
            {
                var name = key.Text("name") ?? "";
                errors.InvalidAll($"{path}.{reference}.name", name, ObjectNames.SubdomainProblems(name));
                CheckKey(key.Text("key") ?? "", $"{path}.{reference}.key", errors);
            }
        }
        if (source.Map("fileKeyRef") is { } file)
        {
            CheckFile(scope, file, $"{path}.fileKeyRef");
        }

        var count = _sources.Count(source.ContainsKey);
        if (count == 0)
        {
            errors.Invalid(
                path,
                "",
                "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
            );
        }
        else if (variable.Text("value") is { Length: > 0 })
        {
            errors.Invalid(path, "", "may not be specified when `value` is not empty");
        }
        else if (count > 1)
        {
            errors.Invalid(path, "", "may not have more than one field specified at a time");
        }
    }

    private static void CheckKey(string key, string path, FieldErrors errors)
    {
        if (key.Length == 0)
        {
            errors.Required(path);
        }
        else
        {
            errors.InvalidAll(path, key, KeyProblems(key));
        }
    }

    private static void CheckFile(PodScope scope, JsonObject file, string path)
    {
        var errors = scope.Errors;
        var key = file.Text("key") ?? "";
        if (key.Length == 0)
        {
            errors.Required($"{path}.key");
        }
        else
        {
            CheckName(key, $"{path}.key", errors);
        }

        var volume = file.Text("volumeName") ?? "";
        if (volume.Length == 0)
        {
            errors.Required($"{path}.volumeName");
        }
        else if (!scope.Volumes.TryGetValue(volume, out var found))
        {
            errors.Add(FieldError.NotFound($"{path}.volumeName", volume));
        }
        else if (!found.ContainsKey("emptyDir"))
        {
            errors.Invalid($"{path}.volumeName", volume, "referenced volume must be of type emptyDir");
        }

        if (file.Text("path") is { Length: > 0 } place)
        {
            PathRules.CheckFile(place, $"{path}.path", errors);
        }
        else
        {
            errors.Required($"{path}.path");
        }
    }

    private static void CheckLists(JsonObject container, string path, FieldErrors errors)
    {
        foreach (var (index, item) in container.Objects("envFrom").Index())
        {
            if (item.Text("prefix") is { Length: > 0 } prefix)
            {
                CheckName(prefix, $"{path}[{index}].prefix", errors);
            }

            var count = 0;
            foreach (var reference in (ReadOnlySpan<string>)["configMapRef", "secretRef"])
            {
                if (item.Map(reference) is not { } source)
                {
                    continue;
                }

                count++;
                var (name, at) = (source.Text("name") ?? "", $"{path}[{index}].{reference}.name");
                if (name.Length == 0)
                {
                    errors.Required(at);
                }
                else
                {
                    // Kubernetes checks the name like a prefix, which may end with a dash.
                    errors.InvalidAll(at, name, ObjectNames.SubdomainProblems(name.EndsWith('-') ? name[..^1] + "a" : name));
                }
            }
            if (count == 0)
            {
                errors.Invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
            }
            else if (count > 1)
            {
                errors.Invalid(path, "", "may not have more than one field specified at a time");
            }
        }
    }
}
