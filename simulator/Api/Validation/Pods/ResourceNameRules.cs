using Infra.Kubernetes;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the names of resources.</summary>
internal static class ResourceNameRules
{
    private static readonly string[] _podLevel = ["cpu", "hugepages-", "memory"];

    public static void Check(string name, string path, FieldErrors errors) => CheckForm(name, path, errors);

    public static void CheckForContainer(string name, string path, FieldErrors errors)
    {
        CheckForm(name, path, errors);
        if (!name.Contains('/', StringComparison.Ordinal))
        {
            if (!ResourceNames.IsForContainers(name))
            {
                errors.Invalid(path, name, "must be a standard resource for containers");
            }
        }
        else if (!ResourceNames.IsNative(name) && !ResourceNames.IsExtended(name))
        {
            errors.Invalid(path, name, "doesn't follow extended resource name standard");
        }
    }

    public static void CheckForPod(string name, string path, FieldErrors errors)
    {
        if (CheckForm(name, path, errors) && !_podLevel.Contains(name) && !ResourceNames.IsHugePages(name))
        {
            errors.NotSupported(path, name, _podLevel);
        }
    }

    public static void CheckForQuota(string name, string path, FieldErrors errors)
    {
        CheckForm(name, path, errors);
        if (!name.Contains('/', StringComparison.Ordinal) && !ResourceNames.IsForQuotas(name))
        {
            errors.Invalid(path, name, "must be a standard resource for quota");
        }
    }

    private static bool CheckForm(string name, string path, FieldErrors errors)
    {
        var problems = ObjectNames.LabelKeyProblems(name).ToList();
        errors.InvalidAll(path, name, problems);
        if (problems.Count > 0)
        {
            return false;
        }

        if (name.Contains('/', StringComparison.Ordinal) || ResourceNames.IsStandard(name))
        {
            return true;
        }

        errors.Invalid(path, name, "must be a standard resource type or fully qualified");
        return false;
    }
}
