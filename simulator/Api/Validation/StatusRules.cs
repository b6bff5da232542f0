using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the replica counts in the status of workloads.</summary>
internal static class StatusRules
{
    private static readonly string[] _counts =
    [
        "replicas",
        "readyReplicas",
        "updatedReplicas",
        "availableReplicas",
        "fullyLabeledReplicas",
        "currentReplicas",
        "unavailableReplicas",
    ];

    public static void Check(ResourceKind kind, JsonObject body, FieldErrors errors)
    {
        if (kind.Group != "apps" && kind.Plural != "replicationcontrollers")
        {
            return;
        }

        var status = body.Map("status") ?? [];
        foreach (var field in _counts)
        {
            if (status.Number(field) < 0)
            {
                errors.Invalid($"status.{field}", status.Number(field), "must be greater than or equal to 0");
            }
        }
        if (kind.Plural is not ("deployments" or "replicasets" or "statefulsets" or "replicationcontrollers"))
        {
            return;
        }

        var replicas = status.Number("replicas") ?? 0;
        foreach (
            var field in (ReadOnlySpan<string>)
                ["updatedReplicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "currentReplicas"]
        )
        {
            if (status.Number(field) > replicas)
            {
                errors.Invalid($"status.{field}", status.Number(field), "cannot be greater than status.replicas");
            }
        }
        if (status.Number("availableReplicas") > (status.Number("readyReplicas") ?? 0))
        {
            errors.Invalid("status.availableReplicas", status.Number("availableReplicas"), "cannot be greater than readyReplicas");
        }
    }
}
