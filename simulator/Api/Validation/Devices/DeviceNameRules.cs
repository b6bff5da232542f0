using System.Text.RegularExpressions;
using Infra.Kubernetes;

namespace Infra.Simulator.Api.Validation.Devices;

/// <summary>Validation rules for the names of drivers, pools, devices and attributes.</summary>
internal static partial class DeviceNameRules
{
    private const int MaximumIdentifier = 32;
    private const string IdentifierProblem =
        "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' "
        + "(e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')";

    public static void CheckPool(string name, string path, FieldErrors errors)
    {
        if (name.Length == 0)
        {
            errors.Required(path);
            return;
        }

        if (name.Length > ObjectNames.SubdomainLength)
        {
            errors.Add(FieldError.TooLong(path, ObjectNames.SubdomainLength));
        }

        foreach (var part in name.Split('/'))
        {
            errors.InvalidAll(path, part, ObjectNames.SubdomainProblems(part));
        }
    }

    /// <summary>Checks the name of an attribute or capacity, which may have a domain.</summary>
    public static void CheckQualified(string name, string path, FieldErrors errors)
    {
        var parts = name.Split('/');
        if (parts.Length == 1)
        {
            CheckIdentifier(name, path, errors);
            return;
        }

        if (parts.Length > 2)
        {
            errors.Invalid(path, name, "must not contain more than one slash");
            return;
        }

        if (parts[0].Length == 0)
        {
            errors.Invalid(path, "", "the domain must not be empty");
        }
        else
        {
            CsiRules.CheckDriverName(parts[0], path, errors);
        }

        if (parts[1].Length == 0)
        {
            errors.Invalid(path, "", "the name must not be empty");
        }
        else
        {
            CheckIdentifier(parts[1], path, errors);
        }
    }

    /// <summary>Checks the name of an attribute, which must have a domain.</summary>
    public static void CheckFullyQualified(string name, string path, FieldErrors errors)
    {
        CheckQualified(name, path, errors);
        if (!name.Contains('/', StringComparison.Ordinal))
        {
            errors.Invalid(path, name, "a fully qualified name must be a domain and a name separated by a slash");
        }
    }

    private static void CheckIdentifier(string name, string path, FieldErrors errors)
    {
        if (name.Length > MaximumIdentifier)
        {
            errors.Add(FieldError.TooLong(path, MaximumIdentifier));
        }

        if (!Identifier().IsMatch(name))
        {
            errors.Invalid(path, name, IdentifierProblem);
        }
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Identifier();
}
