using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Rules of labels, and of the selectors of labels.</summary>
internal static class Labels
{
    private const string ValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
        + "character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private const string NameRule =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or "
        + "'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string NameFormRule =
        "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or "
        + "'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' "
        + "(e.g. 'example.com/MyName')";

    public static void Check(JsonObject? labels, string path, FieldErrors errors)
    {
        foreach (var (key, value) in (labels ?? []).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (QualifiedNameProblem(key) is { } problem)
                errors.Invalid(path, key, problem);
            if (ValueProblem(value?.ToString() ?? "") is { } wrong)
                errors.Invalid(path, value?.ToString() ?? "", wrong);
        }
    }

    public static string? ValueProblem(string value)
    {
        if (value.Length > 63)
            return "must be no more than 63 bytes";
        return value.Length == 0 || IsNamePart(value) ? null : ValueRule;
    }

    /// <summary>What is wrong with a name that may have a DNS subdomain and a slash before it.</summary>
    public static string? QualifiedNameProblem(string name)
    {
        var parts = name.Split('/');
        if (parts.Length > 2)
            return NameFormRule.Replace("a valid label key", "a qualified name", StringComparison.Ordinal);
        if (parts.Length == 2)
        {
            if (parts[0].Length == 0)
                return "prefix part must be non-empty";
            if (NameRules.SubdomainProblem(parts[0]) is { } problem)
                return "prefix part " + problem;
        }
        var last = parts[^1];
        if (last.Length == 0)
            return "name part must be non-empty";
        if (last.Length > 63)
            return "name part must be no more than 63 bytes";
        return IsNamePart(last) ? null : NameRule;
    }

    /// <summary>Checks a <c>metav1.LabelSelector</c>.</summary>
    public static void CheckSelector(JsonObject? selector, string path, FieldErrors errors)
    {
        Check(selector.Map("matchLabels"), $"{path}.matchLabels", errors);
        foreach (var (index, expression) in selector.Objects("matchExpressions").Index())
        {
            var at = $"{path}.matchExpressions[{index}]";
            var hasValues = expression.Array("values") is { Count: > 0 };
            switch (expression.Text("operator"))
            {
                case "In" or "NotIn":
                    if (!hasValues)
                        errors.Required($"{at}.values", "must be specified when `operator` is 'In' or 'NotIn'");
                    break;
                case "Exists" or "DoesNotExist":
                    if (hasValues)
                        errors.Forbidden($"{at}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                    break;
                default:
                    errors.Invalid($"{at}.operator", expression.Text("operator") ?? "", "not a valid selector operator");
                    break;
            }
            if (QualifiedNameProblem(expression.Text("key") ?? "") is { } problem)
                errors.Invalid($"{at}.key", expression.Text("key") ?? "", problem);
            foreach (var (number, value) in (expression.Array("values") ?? []).Index())
            {
                if (ValueProblem(value?.ToString() ?? "") is { } wrong)
                    errors.Invalid($"{at}.values[{number}]", value?.ToString() ?? "", wrong);
            }
        }
    }

    private static bool IsNamePart(string text) =>
        char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
}
