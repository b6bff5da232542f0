using Infra.Kubernetes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the names of objects, by kind.</summary>
internal static class NameRules
{
    public static void Check(ResourceKind kind, string name, bool isPrefix, string path, FieldErrors errors)
    {
        // A hyphen may end a prefix, since a suffix follows it.
        var checkedName = isPrefix && name.EndsWith('-') ? name[..^1] + "a" : name;
        var problems = (kind.Group, kind.Plural) switch
        {
            ("", "namespaces" or "services") or ("apps", "statefulsets") => ObjectNames.LabelProblems(checkedName),
            ("rbac.authorization.k8s.io", _) => PathSegmentProblems(checkedName),
            _ => ObjectNames.SubdomainProblems(checkedName),
        };
        foreach (var problem in problems)
        {
            errors.Invalid(path, name, problem);
        }
    }

    private static IEnumerable<string> PathSegmentProblems(string name)
    {
        if (name is "." or "..")
        {
            yield return $"may not be '{name}'";
        }

        foreach (var forbidden in new[] { "/", "%" }.Where(forbidden => name.Contains(forbidden, StringComparison.Ordinal)))
        {
            yield return $"may not contain '{forbidden}'";
        }
    }
}
