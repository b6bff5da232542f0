using System.Text.Json.Nodes;
using Infra.Simulator.Api.Admission;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the subresource <c>resize</c>, which changes the resources of running containers.</summary>
internal static class PodResizeRules
{
    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var before = candidate.Current!;
        PodRules.CheckContent(candidate);
        if (before.Body.Text("metadata", "annotations", "kubernetes.io/config.mirror") is { Length: > 0 })
        {
            errors.Forbidden("", "static pods cannot be resized");
        }

        if (before.Spec.Text("os", "name") == "windows")
        {
            errors.Forbidden("", "windows pods cannot be resized");
        }

        var quality = PodStatus.GetQualityOfService(spec);
        if (before.Status.Text("qosClass") is { Length: > 0 } stored && quality != stored)
        {
            errors.Invalid("spec", quality, "Pod QOS Class may not change as a result of resizing");
        }

        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            foreach (var (index, (old, container)) in before.Spec.Objects(list).Zip(spec.Objects(list)).Index())
            {
                CheckContainer(old, container, $"spec.{list}[{index}].resources", errors);
            }
        }
    }

    private static void CheckContainer(JsonObject old, JsonObject container, string path, FieldErrors errors)
    {
        var (before, after) = (old.Map("resources") ?? [], container.Map("resources") ?? []);
        foreach (var list in (ReadOnlySpan<string>)["limits", "requests"])
        {
            foreach (var (name, _) in before.Map(list) ?? [])
            {
                if (after.Map(list)?.ContainsKey(name) != true && name is "cpu" or "memory")
                {
                    errors.Forbidden($"{path}.{list}", $"resource {list} cannot be removed");
                    break;
                }
            }

            CheckOthers(before.Map(list), after.Map(list), path, errors);
        }
    }

    private static void CheckOthers(JsonObject? before, JsonObject? after, string path, FieldErrors errors)
    {
        if (!JsonNode.DeepEquals(WithoutCompute(before), WithoutCompute(after)))
        {
            errors.Forbidden(path, "only cpu and memory resources are mutable");
        }
    }

    private static JsonObject WithoutCompute(JsonObject? amounts)
    {
        var copy = amounts?.Clone() ?? [];
        copy.Remove("cpu");
        copy.Remove("memory");
        return copy;
    }
}
