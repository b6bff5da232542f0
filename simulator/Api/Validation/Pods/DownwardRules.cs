using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for references to fields and resources of the pod (the downward API).</summary>
internal static class DownwardRules
{
    public static readonly string[] EnvironmentFields =
    [
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "spec.nodeName",
        "spec.serviceAccountName",
        "status.hostIP",
        "status.hostIPs",
        "status.podIP",
        "status.podIPs",
    ];

    public static readonly string[] VolumeFields =
    [
        "metadata.annotations",
        "metadata.labels",
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
    ];

    private const string UnitRule = "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei";

    private static readonly string[] _knownFields =
    [
        "metadata.annotations",
        "metadata.labels",
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "spec.nodeName",
        "spec.restartPolicy",
        "spec.serviceAccountName",
        "spec.schedulerName",
        "status.phase",
        "status.hostIP",
        "status.hostIPs",
        "status.podIP",
        "status.podIPs",
        "spec.host",
    ];

    private static readonly string[] _resources =
    [
        "limits.cpu",
        "limits.ephemeral-storage",
        "limits.memory",
        "requests.cpu",
        "requests.ephemeral-storage",
        "requests.memory",
    ];

    private static readonly string[] _units = UnitRule.Split(", ");

    public static void CheckField(JsonObject reference, string[] supported, string path, FieldErrors errors)
    {
        var (version, field) = (reference.Text("apiVersion") ?? "", reference.Text("fieldPath") ?? "");
        if (version.Length == 0 || field.Length == 0)
        {
            errors.Required(version.Length == 0 ? $"{path}.apiVersion" : $"{path}.fieldPath");
            return;
        }

        var (name, subscript) = SplitSubscript(field);
        if (FindConversionProblem(version, field, name, subscript) is { } problem)
        {
            errors.Invalid($"{path}.fieldPath", field, $"error converting fieldPath: {problem}");
            return;
        }

        name = name == "spec.host" ? "spec.nodeName" : name;
        switch (subscript, name)
        {
            case (null, _) when !supported.Contains(name):
                errors.NotSupported($"{path}.fieldPath", name, supported);
                break;
            case ({ } key, "metadata.annotations"):
                errors.InvalidAll(path, key.ToLowerInvariant(), ObjectNames.LabelKeyProblems(key.ToLowerInvariant()));
                break;
            case ({ } key, "metadata.labels"):
                errors.InvalidAll(path, key, ObjectNames.LabelKeyProblems(key));
                break;
        }
    }

    public static void CheckResource(JsonObject reference, bool requiresContainer, string path, FieldErrors errors)
    {
        var resource = reference.Text("resource") ?? "";
        if (requiresContainer && reference.Text("containerName") is null or "")
        {
            errors.Required($"{path}.containerName");
        }
        else if (resource.Length == 0)
        {
            errors.Required($"{path}.resource");
        }
        else if (!_resources.Contains(resource) && !IsHugePages(resource))
        {
            errors.NotSupported($"{path}.resource", resource, _resources);
        }

        CheckDivisor(resource, Quantity.FromJson(reference["divisor"]), $"{path}.divisor", errors);
    }

    private static void CheckDivisor(string resource, Quantity divisor, string path, FieldErrors errors)
    {
        var kind = resource switch
        {
            "limits.cpu" or "requests.cpu" => "cpu",
            "limits.memory" or "requests.memory" => "memory",
            "limits.ephemeral-storage" or "requests.ephemeral-storage" => "local ephemeral storage",
            _ when IsHugePages(resource) => "hugepages",
            _ => "",
        };
        if (divisor.IsZero || kind.Length == 0)
        {
            return;
        }

        var text = divisor.ToString();
        if (kind == "cpu" ? text is not ("1m" or "1") : !_units.Contains(text))
        {
            var units = kind == "cpu" ? "1m and 1" : UnitRule;
            errors.Invalid(path, resource, $"only divisor's values {units} are supported with the {kind} resource");
        }
    }

    private static bool IsHugePages(string resource) =>
        resource.StartsWith("limits.hugepages-", StringComparison.Ordinal)
        || resource.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    private static string? FindConversionProblem(string version, string field, string name, string? subscript)
    {
        if (version != "v1")
        {
            return $"unsupported pod version: {version}";
        }

        return subscript is null
            ? _knownFields.Contains(name)
                ? null
                : $"field label not supported: {field}"
            : name is "metadata.annotations" or "metadata.labels"
                ? null
                : $"field label does not support subscript: {field}";
    }

    private static (string Name, string? Subscript) SplitSubscript(string field)
    {
        var start = field.IndexOf("['", StringComparison.Ordinal);
        return start > 0 && field.EndsWith("']", StringComparison.Ordinal) && start + 2 <= field.Length - 2
            ? (field[..start], field[(start + 2)..^2])
            : (field, null);
    }
}
