using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.FlowControl;

/// <summary>Validation rules for FlowSchemas.</summary>
internal static class FlowSchemaRules
{
    private const long MaximumPrecedence = 10_000;

    private static readonly string[] _verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"];

    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        CheckPrecedence(spec.Number("matchingPrecedence") ?? 0, candidate.Body.Text("metadata", "name"), errors);
        if (spec.Map("distinguisherMethod") is { } method && method.Text("type") is not ("ByNamespace" or "ByUser"))
        {
            errors.NotSupported(
                "spec.distinguisherMethod.type",
                new JsonObject { ["Type"] = method.Text("type") ?? "" },
                "ByNamespace",
                "ByUser"
            );
        }

        var level = spec.Text("priorityLevelConfiguration", "name") ?? "";
        if (level.Length == 0)
        {
            errors.Required("spec.priorityLevelConfiguration.name", "must reference a priority level");
        }
        else
        {
            errors.InvalidAll("spec.priorityLevelConfiguration.name", level, ObjectNames.SubdomainProblems(level));
        }

        foreach (var (index, rule) in spec.Objects("rules").Index())
        {
            CheckRule(rule, $"spec.rules[{index}]", errors);
        }

        var name = candidate.Body.Text("metadata", "name") ?? "";
        if (MandatoryFlowControl.FindSchema(name) is { } expected && !JsonNode.DeepEquals(spec, expected))
        {
            errors.Invalid("spec", InternalForm.Create("FlowSchemaSpec", spec), $"spec of '{name}' must equal the fixed value");
        }
    }

    private static void CheckPrecedence(long precedence, string? name, FieldErrors errors)
    {
        const string Path = "spec.matchingPrecedence";
        if (precedence <= 0)
        {
            errors.Invalid(Path, precedence, "must be a positive value");
        }

        if (precedence > MaximumPrecedence)
        {
            errors.Invalid(Path, precedence, $"must not be greater than {MaximumPrecedence}");
        }

        if (precedence == 1 && name != "exempt")
        {
            errors.Invalid(Path, precedence, "only the schema named 'exempt' may have matchingPrecedence 1");
        }
    }

    private static void CheckRule(JsonObject rule, string path, FieldErrors errors)
    {
        var subjects = rule.Objects("subjects").ToList();
        if (subjects.Count == 0)
        {
            errors.Required($"{path}.subjects", "subjects must contain at least one value");
        }

        foreach (var (index, subject) in subjects.Index())
        {
            FlowSubjectRules.Check(subject, $"{path}.subjects[{index}]", errors);
        }

        if (!rule.Objects("resourceRules").Any() && !rule.Objects("nonResourceRules").Any())
        {
            errors.Required(path, "at least one of resourceRules and nonResourceRules has to be non-empty");
        }

        foreach (var (index, resources) in rule.Objects("resourceRules").Index())
        {
            CheckResources(resources, $"{path}.resourceRules[{index}]", errors);
        }

        foreach (var (index, urls) in rule.Objects("nonResourceRules").Index())
        {
            CheckUrls(urls, $"{path}.nonResourceRules[{index}]", errors);
        }
    }

    private static void CheckVerbs(JsonObject rule, string path, FieldErrors errors)
    {
        var verbs = Texts(rule, "verbs");
        if (verbs.Count == 0)
        {
            errors.Required($"{path}.verbs", "verbs must contain at least one value");
        }
        else if (verbs.Contains("*"))
        {
            if (verbs.Count > 1)
            {
                errors.Invalid($"{path}.verbs", rule["verbs"]?.DeepClone(), "if '*' is present, must not specify other verbs");
            }
        }
        else if (verbs.Any(verb => !_verbs.Contains(verb)))
        {
            errors.NotSupported($"{path}.verbs", rule["verbs"]?.DeepClone(), _verbs);
        }
    }

    private static void CheckResources(JsonObject rule, string path, FieldErrors errors)
    {
        CheckVerbs(rule, path, errors);
        CheckList(rule, "apiGroups", "resource rules must supply at least one api group", "api groups", path, errors);
        CheckList(rule, "resources", "resource rules must supply at least one resource", "resources", path, errors);
        var namespaces = Texts(rule, "namespaces");
        if (namespaces.Count == 0 && !rule.Flag("clusterScope"))
        {
            errors.Required($"{path}.namespaces", "resource rules that are not cluster scoped must supply at least one namespace");
        }
        else if (namespaces.Contains("*"))
        {
            if (namespaces.Count > 1)
            {
                errors.Invalid(
                    $"{path}.namespaces",
                    rule["namespaces"]?.DeepClone(),
                    "if '*' is present, must not specify other namespaces"
                );
            }
        }
        else
        {
            foreach (var (index, name) in namespaces.Index())
            {
                foreach (var problem in ObjectNames.LabelProblems(name))
                {
                    errors.Invalid(
                        $"{path}.namespaces[{index}]",
                        name,
                        "each member of this list must be '*' or a DNS-1123 label; " + problem
                    );
                }
            }
        }
    }

    private static void CheckList(JsonObject rule, string field, string requirement, string name, string path, FieldErrors errors)
    {
        var values = Texts(rule, field);
        if (values.Count == 0)
        {
            errors.Required($"{path}.{field}", requirement);
        }
        else if (values.Count > 1 && values.Contains("*"))
        {
            errors.Invalid($"{path}.{field}", rule[field]?.DeepClone(), $"if '*' is present, must not specify other {name}");
        }
    }

    private static void CheckUrls(JsonObject rule, string path, FieldErrors errors)
    {
        CheckVerbs(rule, path, errors);
        var (urls, at) = (Texts(rule, "nonResourceURLs"), $"{path}.nonResourceURLs");
        if (urls.Count == 0)
        {
            errors.Required(at, "nonResourceURLs must contain at least one value");
        }
        else if (urls.Contains("*"))
        {
            if (urls.Count > 1)
            {
                errors.Invalid(at, rule["nonResourceURLs"]?.DeepClone(), "if '*' is present, must not specify other non-resource URLs");
            }
        }
        else
        {
            foreach (var (index, url) in urls.Index())
            {
                if (FindProblem(url) is { } problem)
                {
                    errors.Invalid($"{at}[{index}]", url, problem);
                }
            }
        }
    }

    private static string? FindProblem(string url)
    {
        if (url.Length == 0)
        {
            return "must not be empty";
        }

        if (url == "/")
        {
            return null;
        }

        if (!url.StartsWith('/'))
        {
            return "must start with slash";
        }

        if (url.Contains(' ', StringComparison.Ordinal))
        {
            return "must not contain white-space";
        }

        if (url.Contains("//", StringComparison.Ordinal))
        {
            return "must not contain double slash";
        }

        var wildcards = url.Count(character => character == '*');
        return wildcards > 1 || (wildcards == 1 && !url.EndsWith("/*", StringComparison.Ordinal))
            ? "wildcard can only do suffix matching"
            : null;
    }

    private static List<string> Texts(JsonObject rule, string field) =>
        [.. (rule.Array(field) ?? []).Select(item => item?.ToString() ?? "")];
}
