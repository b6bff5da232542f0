using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the status of pods.</summary>
internal static class PodStatusRules
{
    private static readonly (string Statuses, string Containers)[] _restartable =
    [
        ("containerStatuses", "containers"),
        ("initContainerStatuses", "initContainers"),
    ];

    public static void Check(JsonObject status, KubeObject current, FieldErrors errors)
    {
        CheckConditions(status, errors);
        CheckNomination(status, current, errors);
        if (status.Number("observedGeneration") < 0)
        {
            errors.Invalid("status.observedGeneration", status.Number("observedGeneration"), "must be a non-negative integer");
        }

        CheckQuality(status, current, errors);
        foreach (var (statuses, containers) in _restartable)
        {
            CheckTransitions(status, current, statuses, current.Spec.Objects(containers), errors);
        }

        CheckTransitions(status, current, "ephemeralContainerStatuses", null, errors);
        CheckClaims(status, current, errors);
        PodAddressRules.Check(status, current, errors);
    }

    private static void CheckConditions(JsonObject status, FieldErrors errors)
    {
        foreach (var (index, condition) in status.Objects("conditions").Index())
        {
            var path = $"status.conditions[{index}]";
            if (condition.Number("observedGeneration") < 0)
            {
                errors.Invalid($"{path}.observedGeneration", condition.Number("observedGeneration"), "must be a non-negative integer");
            }

            var type = condition.Text("type") ?? "";
            if (type is not ("PodScheduled" or "Ready" or "Initialized"))
            {
                errors.InvalidAll($"{path}.Type", type, ObjectNames.LabelKeyProblems(type));
            }
        }
    }

    private static void CheckNomination(JsonObject status, KubeObject current, FieldErrors errors)
    {
        const string Path = "status.nominatedNodeName";
        if (status.Text("nominatedNodeName") is not { Length: > 0 } node || node == current.Status.Text("nominatedNodeName"))
        {
            return;
        }

        errors.InvalidAll(Path, node, ObjectNames.SubdomainProblems(node));
        if (current.Spec.Text("nodeName") is { Length: > 0 })
        {
            errors.Forbidden(Path, "may not be set on pods that are already bound to a node");
        }
    }

    private static void CheckQuality(JsonObject status, KubeObject current, FieldErrors errors)
    {
        var quality = status.Text("qosClass");
        if (current.Status.Text("qosClass") is { } before && quality is { Length: > 0 } && quality != before)
        {
            errors.Invalid("status.qosClass", quality, "field is immutable");
        }
    }

    /// <summary>A container that ended for good stays ended.</summary>
    /// <param name="status">The status to be stored.</param>
    /// <param name="current">The stored pod.</param>
    /// <param name="list">The field of the status.</param>
    /// <param name="containers">The containers; null if none of them may restart.</param>
    /// <param name="errors">Collects the errors.</param>
    private static void CheckTransitions(
        JsonObject status,
        KubeObject current,
        string list,
        IEnumerable<JsonObject>? containers,
        FieldErrors errors
    )
    {
        foreach (var (index, before) in current.Status.Objects(list).Index())
        {
            var name = before.Text("name");
            if (before.Map("state", "terminated") is not { } terminated || !status.Objects(list).Any(IsNotTerminated))
            {
                continue;
            }

            var container = containers?.FirstOrDefault(one => one.Text("name") == name);
            if (container is null || !Restarts(container, current.Spec, terminated.Number("exitCode") ?? 0))
            {
                errors.Forbidden($"status.{list}[{index}].state", "may not be transitioned to non-terminated state");
            }

            bool IsNotTerminated(JsonObject after) => after.Text("name") == name && after.Map("state", "terminated") is null;
        }
    }

    /// <summary>Whether a container that ends with an exit code restarts: by its own rules and policy, then by the pod's policy.</summary>
    private static bool Restarts(JsonObject container, JsonObject spec, long exitCode)
    {
        if (container.Text("restartPolicy") is not null && container.Objects("restartPolicyRules").Any(Matches))
        {
            return true;
        }

        return (container.Text("restartPolicy") ?? spec.Text("restartPolicy")) switch
        {
            "OnFailure" => exitCode != 0,
            "Never" => false,
            _ => true,
        };

        bool Matches(JsonObject rule)
        {
            var isListed = (rule.Array("exitCodes", "values") ?? []).Any(code => code.AsInteger() == exitCode);
            return rule.Map("exitCodes") is { } codes && isListed == (codes.Text("operator") == "In");
        }
    }

    private static void CheckClaims(JsonObject status, KubeObject current, FieldErrors errors)
    {
        var claims = current.Spec.Objects("resourceClaims").Select(claim => claim.Text("name")).ToHashSet();
        var seen = new HashSet<string>();
        foreach (var (index, claim) in status.Objects("resourceClaimStatuses").Index())
        {
            var (path, name) = ($"status.resourceClaimStatuses[{index}].name", claim.Text("name") ?? "");
            if (!claims.Contains(name))
            {
                errors.Invalid(path, name, "must match the name of an entry in `spec.resourceClaims`");
            }

            if (!seen.Add(name))
            {
                errors.Duplicate(path, name);
            }

            if (claim.Text("resourceClaimName") is { } resource)
            {
                errors.InvalidAll(path, resource, ObjectNames.SubdomainProblems(resource));
            }
        }
    }
}
