using Infra.Kubernetes;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the names of signers: a domain and a path.</summary>
internal static class SignerNameRules
{
    private const int MaximumLength = 571;

    public static void Check(string name, string path, FieldErrors errors)
    {
        if (name.Length == 0)
        {
            errors.Required(path);
            return;
        }

        if (name.Split('/') is not [var domain, var rest])
        {
            errors.Invalid(path, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
            return;
        }

        if (domain.Length > ObjectNames.SubdomainLength)
        {
            errors.Add(FieldError.TooLong(path, ObjectNames.SubdomainLength));
        }

        CheckLabels(domain, path, ObjectNames.LabelProblems, errors);
        if (!domain.Contains('.', StringComparison.Ordinal))
        {
            errors.Invalid(path, domain, "should be a domain with at least two segments separated by dots");
        }

        CheckLabels(rest, path, ObjectNames.SubdomainProblems, errors);
        if (name.Length > MaximumLength)
        {
            errors.Add(FieldError.TooLong(path, MaximumLength));
        }
    }

    private static void CheckLabels(string text, string path, Func<string, IEnumerable<string>> findProblems, FieldErrors errors)
    {
        foreach (var label in text.Split('.'))
        {
            var problems = findProblems(label).ToList();
            foreach (var problem in problems)
            {
                errors.Invalid(path, text, $"validating label \"{label}\": {problem}");
            }

            if (problems.Count > 0)
            {
                return;
            }
        }
    }
}
