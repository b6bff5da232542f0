using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for priority classes and runtime classes.</summary>
internal static class ClassRules
{
    private const long HighestUserPriority = 1_000_000_000;

    private static readonly Dictionary<string, long> _systemClasses = new()
    {
        ["system-node-critical"] = 2_000_001_000,
        ["system-cluster-critical"] = 2_000_000_000,
    };

    /// <summary>Whether a priority class is Kubernetes' own.</summary>
    public static bool IsSystemPriority(string name) => _systemClasses.ContainsKey(name);

    public static void CheckPriorityClass(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        if (candidate.IsNew)
        {
            CheckPriority(body.Text("metadata", "name") ?? "", body, errors);
        }

        if (candidate.Changes("value"))
        {
            errors.Forbidden("value", "may not be changed in an update.");
        }

        if (candidate.Changes("preemptionPolicy"))
        {
            errors.Invalid("preemptionPolicy", body.Text("preemptionPolicy"), "field is immutable");
        }
    }

    public static void CheckRuntimeClass(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        if (!candidate.IsNew)
        {
            if (candidate.Changes("handler"))
            {
                errors.Invalid("handler", body.Text("handler") ?? "", "field is immutable");
            }

            return;
        }

        if (body.Text("handler") is not { Length: > 0 } handler)
        {
            errors.Required("handler");
        }
        else
        {
            errors.InvalidAll("handler", handler, ObjectNames.LabelProblems(handler));
        }

        if (body.Map("overhead", "podFixed") is { } overhead)
        {
            ResourceRules.Check(new JsonObject { ["limits"] = overhead.Clone() }, [], "overhead", errors);
        }

        if (body.Map("scheduling") is { } scheduling)
        {
            LabelRules.Check(scheduling.Map("nodeSelector"), "scheduling.nodeSelector", errors);
            CheckTolerations(scheduling.Array("tolerations") ?? [], errors);
        }
    }

    private static void CheckPriority(string name, JsonObject body, FieldErrors errors)
    {
        var value = body.Number("value") ?? 0;
        if (name.StartsWith("system-", StringComparison.Ordinal))
        {
            if (FindSystemProblem(name, value, body.Flag("globalDefault")) is { } problem)
            {
                errors.Forbidden(
                    "metadata.name",
                    $"priority class names with 'system-' prefix are reserved for system use only. error: {problem}"
                );
            }
        }
        else if (value > HighestUserPriority)
        {
            errors.Forbidden("value", $"maximum allowed value of a user defined priority is {HighestUserPriority}");
        }

        if (body.Text("preemptionPolicy") is { } policy)
        {
            PodSpecRules.CheckPreemption(policy, "preemptionPolicy", errors);
        }
    }

    private static string? FindSystemProblem(string name, long value, bool isDefault)
    {
        if (!_systemClasses.TryGetValue(name, out var known))
        {
            return $"{name} is not a known system priority class";
        }

        return value != known ? $"value of {name} PriorityClass must be {known}"
            : isDefault ? $"globalDefault of {name} PriorityClass must be false"
            : null;
    }

    private static bool IsSameToleration(JsonNode? left, JsonNode? right) =>
        ((string[])["key", "operator", "value", "effect"]).All(field =>
            ((left as JsonObject).Text(field) ?? "") == ((right as JsonObject).Text(field) ?? "")
        );

    private static void CheckTolerations(JsonArray tolerations, FieldErrors errors)
    {
        TolerationRules.Check(tolerations, "scheduling.tolerations", errors);
        var seen = new List<JsonNode?>();
        foreach (var (index, toleration) in tolerations.Index())
        {
            if (seen.Exists(present => IsSameToleration(present, toleration)))
            {
                errors.Duplicate($"scheduling.tolerations[{index}]", InternalForm.Create("Toleration", toleration as JsonObject ?? []));
            }

            seen.Add(toleration);
        }
    }
}
