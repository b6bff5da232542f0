using System.Text.RegularExpressions;
using Infra.Kubernetes;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for paths that begin with a domain, such as <c>example.org/controller</c>.</summary>
internal static partial class DomainPathRules
{
    private const string PathForm = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

    /// <summary>Checks a path; an error shows the part of it that is wrong.</summary>
    public static void Check(string text, string path, FieldErrors errors)
    {
        if (text.Length == 0)
        {
            errors.Required(path);
            return;
        }

        if (text.Split('/', 2) is not [{ Length: > 0 } host, { Length: > 0 } rest])
        {
            errors.Invalid(path, text, "must be a domain-prefixed path (such as \"acme.io/foo\")");
            return;
        }

        errors.InvalidAll(path, host, ObjectNames.SubdomainProblems(host));
        if (!ValidPath().IsMatch(rest))
        {
            errors.Invalid(path, rest, $"Invalid path (regex used for validation is '{PathForm}')");
        }
    }

    [GeneratedRegex($"^{PathForm}$")]
    private static partial Regex ValidPath();
}
