using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for pods and pod templates.</summary>
internal static class PodRules
{
    private const string UpdateRule =
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
        + "`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private static readonly string[] _dnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];

    public static void CheckPod(Candidate candidate)
    {
        if (candidate.Current is { } current)
        {
            CheckUpdate(current.Spec, candidate.Spec, candidate.Errors);
            return;
        }
        if (candidate.Spec.ContainsKey("ephemeralContainers"))
        {
            candidate.Errors.Forbidden("spec.ephemeralContainers", "cannot be set on create");
        }

        CheckSpec(candidate.Spec, "spec", candidate.Errors);
    }

    /// <summary>Checks the labels, annotations and spec of a pod template.</summary>
    public static void CheckTemplate(JsonObject? template, string path, FieldErrors errors)
    {
        CheckTemplateMetadata(template, path, errors);
        CheckSpec(template.Map("spec") ?? [], $"{path}.spec", errors);
        if (template.Array("spec", "ephemeralContainers") is { Count: > 0 })
        {
            errors.Forbidden($"{path}.spec.ephemeralContainers", "ephemeral containers not allowed in pod template");
        }
    }

    public static void CheckTemplateMetadata(JsonObject? template, string path, FieldErrors errors)
    {
        LabelRules.Check(template.Map("metadata", "labels"), $"{path}.labels", errors);
        MetadataRules.CheckAnnotations(template.Map("metadata", "annotations"), $"{path}.annotations", errors);
    }

    public static void CheckSpec(JsonObject spec, string path, FieldErrors errors)
    {
        var volumes = VolumeRules.Check(spec, path, errors);
        ContainerRules.CheckAll(spec, path, volumes, errors);
        if (spec.Text("restartPolicy") is not ("Always" or "OnFailure" or "Never"))
        {
            errors.NotSupported($"{path}.restartPolicy", spec.Text("restartPolicy") ?? "", "Always", "OnFailure", "Never");
        }

        if (!_dnsPolicies.Contains(spec.Text("dnsPolicy")))
        {
            errors.NotSupported($"{path}.dnsPolicy", spec.Text("dnsPolicy") ?? "", [.. _dnsPolicies.Order(StringComparer.Ordinal)]);
        }

        LabelRules.Check(spec.Map("nodeSelector"), $"{path}.nodeSelector", errors);
        SchedulingRules.Check(spec, path, errors);
        if (
            spec.Text("serviceAccountName") is { Length: > 0 } account
            && ObjectNames.SubdomainProblems(account).FirstOrDefault() is { } accountProblem
        )
        {
            errors.Invalid($"{path}.serviceAccountName", account, accountProblem);
        }

        if (spec.Text("nodeName") is { Length: > 0 } node && ObjectNames.SubdomainProblems(node).FirstOrDefault() is { } nodeProblem)
        {
            errors.Invalid($"{path}.nodeName", node, nodeProblem);
        }

        if (spec.Number("activeDeadlineSeconds") is { } deadline and (< 1 or > int.MaxValue))
        {
            errors.Invalid($"{path}.activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive");
        }

        foreach (var field in (ReadOnlySpan<string>)["hostname", "subdomain"])
        {
            if (spec.Text(field) is { Length: > 0 } name && ObjectNames.LabelProblems(name).FirstOrDefault() is { } problem)
            {
                errors.Invalid($"{path}.{field}", name, problem);
            }
        }
        foreach (var field in (ReadOnlySpan<string>)["runAsUser", "runAsGroup", "fsGroup"])
        {
            if (spec.Number("securityContext", field) is { } id and (< 0 or > int.MaxValue))
            {
                errors.Invalid($"{path}.securityContext.{field}", id, "must be between 0 and 2147483647, inclusive");
            }
        }
    }

    private static void CheckUpdate(JsonObject before, JsonObject after, FieldErrors errors)
    {
        var (old, updated) = (before.Clone(), after.Clone());
        foreach (var spec in new[] { old, updated })
        {
            foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
            {
                container.Remove("image");
            }

            foreach (var field in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations"])
            {
                spec.Remove(field);
            }
        }
        foreach (var (index, container) in after.Objects("containers").Index())
        {
            if (container.Text("image") is null or "")
            {
                errors.Required($"spec.containers[{index}].image");
            }
        }
        var added = (after.Array("tolerations") ?? []).Select(item => item?.ToJsonString()).ToHashSet();
        if ((before.Array("tolerations") ?? []).Any(item => !added.Contains(item?.ToJsonString())))
        {
            errors.Forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
        }

        if (!JsonNode.DeepEquals(old, updated))
        {
            errors.Forbidden("spec", UpdateRule);
        }
    }
}
