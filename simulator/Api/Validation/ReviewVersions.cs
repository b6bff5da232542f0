using System.Text.Json.Nodes;
using Infra.Kubernetes;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the versions of the reviews that a webhook understands.</summary>
internal static class ReviewVersions
{
    /// <summary>The versions that the API server sends.</summary>
    public static IReadOnlyList<string> Known { get; } = ["v1", "v1beta1"];

    /// <summary>Checks a list that is not empty.</summary>
    public static void Check(JsonArray versions, string path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, item) in versions.Index())
        {
            var version = item?.ToString() ?? "";
            if (!seen.Add(version))
            {
                errors.Invalid($"{path}[{index}]", version, "duplicate version");
                continue;
            }

            foreach (var problem in ObjectNames.Rfc1035LabelProblems(version))
            {
                errors.Invalid($"{path}[{index}]", version, problem);
            }
        }
        if (!seen.Overlaps(Known))
        {
            errors.Invalid(path, versions.DeepClone(), $"must include at least one of {string.Join(", ", Known)}");
        }
    }
}
