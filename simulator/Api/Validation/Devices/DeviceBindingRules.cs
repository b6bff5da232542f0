using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Devices;

/// <summary>Validation rules for the conditions that a device must have, or must not have, before pods are bound.</summary>
internal static class DeviceBindingRules
{
    private const int Maximum = 4;
    private const string Conditions = "bindingConditions";
    private const string Failures = "bindingFailureConditions";

    public static void Check(JsonObject owner, string path, FieldErrors errors)
    {
        var (conditions, failures) = (GetNames(owner, Conditions), GetNames(owner, Failures));
        CheckNames(conditions, $"{path}.{Conditions}", errors);
        CheckNames(failures, $"{path}.{Failures}", errors);
        DeviceLists.CheckUnique(conditions, $"{path}.{Conditions}", errors);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, failure) in failures.Index())
        {
            var at = $"{path}.{Failures}[{index}]";
            if (!seen.Add(failure))
            {
                errors.Duplicate(at, failure);
            }

            if (conditions.Contains(failure))
            {
                errors.Invalid(at, failure, $"{Failures} must not overlap with {Conditions}");
            }
        }

        if (conditions.Count == 0 && failures.Count > 0)
        {
            errors.Invalid($"{path}.{Conditions}", owner[Conditions]?.DeepClone(), $"{Conditions} are required to use {Failures}");
        }

        if (failures.Count == 0 && conditions.Count > 0)
        {
            errors.Invalid($"{path}.{Failures}", owner[Failures]?.DeepClone(), $"{Failures} are required to use {Conditions}");
        }
    }

    private static List<string> GetNames(JsonObject owner, string field) =>
        [.. (owner.Array(field) ?? []).Select(name => name?.ToString() ?? "")];

    private static void CheckNames(List<string> names, string path, FieldErrors errors)
    {
        if (!DeviceLists.CheckSize(names.Count, Maximum, path, errors))
        {
            return;
        }

        foreach (var (index, name) in names.Index())
        {
            errors.InvalidAll($"{path}[{index}]", name, ObjectNames.LabelKeyProblems(name));
        }
    }
}
