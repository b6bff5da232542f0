using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Statuses;

/// <summary>Validation rules for the status of PersistentVolumeClaims.</summary>
internal static class ClaimStatusRules
{
    private static readonly string[] _resizes =
    [
        "ControllerResizeInProgress",
        "ControllerResizeInfeasible",
        "NodeResizeInProgress",
        "NodeResizeInfeasible",
        "NodeResizePending",
    ];

    public static void Check(JsonObject body, KubeObject current, FieldErrors errors)
    {
        foreach (var (name, amount) in body.Map("status", "capacity") ?? [])
        {
            CheckAmount(amount, $"status.capacity[{name}]", errors);
        }

        foreach (var (name, resize) in body.Map("status", "allocatedResourceStatuses") ?? [])
        {
            const string Path = "status.allocatedResourceStatuses";
            CheckName(name, Path, errors);
            if (!_resizes.Contains(resize?.ToString()))
            {
                errors.NotSupported(Path, name, _resizes);
            }
        }

        foreach (var (name, amount) in body.Map("status", "allocatedResources") ?? [])
        {
            if (CheckName(name, "status.allocatedResources", errors))
            {
                CheckAmount(amount, $"status.allocatedResources[{name}]", errors);
            }
        }
    }

    private static void CheckAmount(JsonNode? amount, string path, FieldErrors errors)
    {
        if (Quantity.FromJson(amount) is var quantity && quantity < Quantity.Zero)
        {
            errors.Invalid(path, quantity.WholeValue, "must be a valid resource quantity");
        }
    }

    /// <summary>Of Kubernetes' own resources, a claim allocates storage only.</summary>
    private static bool CheckName(string name, string path, FieldErrors errors)
    {
        var count = errors.Count;
        errors.InvalidAll(path, name, ObjectNames.LabelKeyProblems(name));
        if (errors.Count == count && ResourceNames.IsNative(name) && name != "storage")
        {
            errors.NotSupported(path, name, "storage");
        }

        return errors.Count == count;
    }
}
