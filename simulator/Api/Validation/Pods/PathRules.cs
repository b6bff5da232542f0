namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for paths in volumes.</summary>
internal static class PathRules
{
    /// <summary>Checks that a path is relative and does not leave its directory.</summary>
    public static void CheckDescending(string path, string at, FieldErrors errors)
    {
        if (path.StartsWith('/'))
        {
            errors.Invalid(at, path, "must be a relative path");
        }

        CheckNoBacksteps(path, at, errors);
    }

    public static void CheckNoBacksteps(string path, string at, FieldErrors errors)
    {
        if (HasBacksteps(path))
        {
            errors.Invalid(at, path, "must not contain '..'");
        }
    }

    public static bool HasBacksteps(string path) => path.Split('/').Contains("..");

    /// <summary>Checks the path of a file in a volume: names that start with two dots are reserved.</summary>
    public static void CheckFile(string path, string at, FieldErrors errors)
    {
        CheckDescending(path, at, errors);
        if (path.StartsWith("..", StringComparison.Ordinal) && !path.StartsWith("../", StringComparison.Ordinal))
        {
            errors.Invalid(at, path, "must not start with '..'");
        }
    }
}
