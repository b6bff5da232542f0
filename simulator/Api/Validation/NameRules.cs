using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>Rules of objects' names, by kind.</summary>
internal static class NameRules
{
    private const string LabelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
        + "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric "
        + "character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    public static void Check(ResourceKind kind, string name, bool isPrefix, string path, FieldErrors errors)
    {
        // What will be appended to a prefix may end it well.
        var checkedName = isPrefix && name.EndsWith('-') ? name[..^1] + "a" : name;
        var problems = (kind.Group, kind.Plural) switch
        {
            ("", "namespaces" or "services") => LabelProblems(checkedName),
            ("rbac.authorization.k8s.io", _) => PathSegmentProblems(checkedName),
            _ => SubdomainProblems(checkedName),
        };
        foreach (var problem in problems)
            errors.Invalid(path, name, problem);
    }

    public static string? SubdomainProblem(string name) => SubdomainProblems(name).FirstOrDefault();

    public static string? LabelProblem(string name) => LabelProblems(name).FirstOrDefault();

    public static IEnumerable<string> SubdomainProblems(string name)
    {
        if (name.Length > 253)
            yield return "must be no more than 253 characters";
        if (!name.Split('.').All(IsLabel))
            yield return SubdomainRule;
    }

    public static IEnumerable<string> LabelProblems(string name)
    {
        if (name.Length > 63)
            yield return "must be no more than 63 characters";
        if (!IsLabel(name))
            yield return LabelRule;
    }

    private static IEnumerable<string> PathSegmentProblems(string name)
    {
        if (name is "." or "..")
            yield return $"may not be '{name}'";
        foreach (var forbidden in new[] { "/", "%" }.Where(forbidden => name.Contains(forbidden, StringComparison.Ordinal)))
            yield return $"may not contain '{forbidden}'";
    }

    private static bool IsLabel(string text) =>
        text.Length > 0 && IsLowerOrDigit(text[0]) && IsLowerOrDigit(text[^1]) && text.All(character => IsLowerOrDigit(character) || character == '-');

    private static bool IsLowerOrDigit(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character);
}
