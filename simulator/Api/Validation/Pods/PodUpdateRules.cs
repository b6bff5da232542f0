using System.Text.Json.Nodes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>The changes that an update of a pod may make.</summary>
internal static class PodUpdateRules
{
    private const string OnlyTheseFields =
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
        + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
        + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n";

    public static void Check(Candidate candidate)
    {
        var (before, spec, errors) = (candidate.Current!.Spec, candidate.Spec, candidate.Errors);
        PodRules.CheckContent(candidate);
        PodAnnotationRules.CheckUpdate(
            candidate.Current.Body.Map("metadata", "annotations"),
            candidate.Body.Map("metadata", "annotations"),
            "metadata.annotations",
            errors
        );
        if (!HasSameContainers(before, spec, errors) || !CheckDeadline(before, spec, errors))
        {
            return;
        }

        CheckTolerations(before.Array("tolerations") ?? [], spec.Array("tolerations") ?? [], errors);
        CheckGates(before, spec, errors);
        var compared = WithoutMutableFields(before, spec);
        if (before.Array("schedulingGates") is { Count: > 0 })
        {
            GatedPodRules.Check(before, compared, errors);
        }

        if (!AreEqual("PodSpec", before, compared))
        {
            errors.Forbidden("spec", OnlyTheseFields + InternalDifference.Describe("PodSpec", before, compared));
        }
    }

    public static bool AreEqual(string type, JsonObject before, JsonObject after) =>
        JsonNode.DeepEquals(before, after) || JsonNode.DeepEquals(InternalForm.Create(type, before), InternalForm.Create(type, after));

    private static bool HasSameContainers(JsonObject before, JsonObject spec, FieldErrors errors)
    {
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            if (before.Objects(list).Count() != spec.Objects(list).Count())
            {
                errors.Forbidden($"spec.{list}", "pod updates may not add or remove containers");
                return false;
            }

            foreach (var (index, container) in spec.Objects(list).Index())
            {
                var path = $"spec.{list}[{index}]";
                if (container.Text("image") is null or "")
                {
                    errors.Required($"{path}.image");
                }

                ContainerRules.CheckImagePadding(container, path, errors);
            }
        }
        return true;
    }

    private static bool CheckDeadline(JsonObject before, JsonObject spec, FieldErrors errors)
    {
        const string Path = "spec.activeDeadlineSeconds";
        var (previous, deadline) = (before.Number("activeDeadlineSeconds"), spec.Number("activeDeadlineSeconds"));
        if (deadline is < 0 or > int.MaxValue)
        {
            errors.Invalid(Path, deadline, "must be between 0 and 2147483647, inclusive");
            return false;
        }

        if (deadline > previous)
        {
            errors.Invalid(Path, deadline, "must be less than or equal to previous value");
            return false;
        }

        if (deadline is null && previous is not null)
        {
            errors.Invalid(Path, null, "must not update from a positive integer to nil value");
        }

        return true;
    }

    private static void CheckTolerations(JsonArray before, JsonArray after, FieldErrors errors)
    {
        var present = after.Select(WithoutSeconds).ToList();
        if (before.Select(WithoutSeconds).Any(old => !present.Exists(one => JsonNode.DeepEquals(one, old))))
        {
            errors.Forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
        }
        else
        {
            TolerationRules.Check(after, "spec.tolerations", errors);
        }
    }

    private static JsonNode? WithoutSeconds(JsonNode? toleration)
    {
        var copy = toleration?.DeepClone();
        (copy as JsonObject)?.Remove("tolerationSeconds");
        return copy;
    }

    private static void CheckGates(JsonObject before, JsonObject spec, FieldErrors errors)
    {
        var known = before.Objects("schedulingGates").Select(gate => gate.Text("name")).ToHashSet();
        foreach (var (index, gate) in spec.Objects("schedulingGates").Index())
        {
            if (!known.Contains(gate.Text("name")))
            {
                errors.Forbidden(
                    $"spec.schedulingGates[{index}].name",
                    $"only deletion is allowed, but found new scheduling gate '{gate.Text("name")}'"
                );
            }
        }
    }

    private static JsonObject WithoutMutableFields(JsonObject before, JsonObject spec)
    {
        var compared = spec.Clone();
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            foreach (var (old, container) in before.Objects(list).Zip(compared.Objects(list)))
            {
                Take(old, container, "image");
            }
        }

        foreach (var field in (ReadOnlySpan<string>)["activeDeadlineSeconds", "schedulingGates", "tolerations"])
        {
            Take(before, compared, field);
        }

        if (before.Number("terminationGracePeriodSeconds") < 0 && spec.Number("terminationGracePeriodSeconds") == 1)
        {
            Take(before, compared, "terminationGracePeriodSeconds");
        }

        return compared;
    }

    /// <summary>Takes a field from another object, with its absence.</summary>
    public static void Take(JsonObject from, JsonObject to, string field)
    {
        to.Remove(field);
        if (from[field] is { } value)
        {
            to[field] = value.DeepClone();
        }
    }
}
