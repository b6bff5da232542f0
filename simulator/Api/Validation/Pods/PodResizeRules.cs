using System.Text.Json.Nodes;
using Infra.Simulator.Api.Admission;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the subresource <c>resize</c>, which changes the resources of running containers.</summary>
internal static class PodResizeRules
{
    private static readonly string[] _mutable = ["cpu", "memory"];

    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var before = candidate.Current!;
        if (before.Body.Map("metadata", "annotations")?.ContainsKey("kubernetes.io/config.mirror") == true)
        {
            errors.Forbidden("", "static pods cannot be resized");
            return;
        }

        if (before.Spec.Text("os", "name") == "windows")
        {
            errors.Forbidden("", "windows pods cannot be resized");
            return;
        }

        PodRules.CheckContent(candidate);
        CheckQuality(before, spec, errors);
        CheckPodLevel(before.Spec, spec, errors);
        if (!CheckOrder(before.Spec, spec, errors))
        {
            return;
        }

        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers"])
        {
            foreach (var (index, (old, container)) in before.Spec.Objects(list).Zip(spec.Objects(list)).Index())
            {
                CheckRemoved(old.Map("resources"), container.Map("resources"), $"spec.{list}[{index}].resources", "resource", errors);
            }
        }

        CheckContainers(before.Spec, spec, errors);
        CheckInitContainers(before.Spec, spec, errors);
    }

    /// <summary>The error shows the class in the status, which a resize keeps.</summary>
    private static void CheckQuality(KubeObject before, JsonObject spec, FieldErrors errors)
    {
        var stored = before.Status.Text("qosClass") ?? PodStatus.GetQualityOfService(before.Spec);
        if (PodStatus.GetQualityOfService(spec) != stored)
        {
            errors.Invalid("spec", before.Status.Text("qosClass") ?? "", "Pod QOS Class may not change as a result of resizing");
        }
    }

    private static void CheckPodLevel(JsonObject before, JsonObject spec, FieldErrors errors)
    {
        var (old, resources) = (before.Map("resources"), spec.Map("resources"));
        if (old is not null && resources is null)
        {
            errors.Forbidden("spec.resources", "pod-level resources cannot be removed");
            return;
        }

        CheckRemoved(old, resources, "spec.resources", "pod-level resource", errors);
        if (!AreEqual("ResourceRequirements", old ?? [], WithStoredAmounts(resources, old)))
        {
            errors.Forbidden("spec", "only cpu and memory resources are mutable at pod-level");
        }
    }

    private static bool CheckOrder(JsonObject before, JsonObject spec, FieldErrors errors)
    {
        var count = errors.Count;
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            var (old, containers) = (before.Objects(list).ToList(), spec.Objects(list).ToList());
            if (old.Count != containers.Count)
            {
                errors.Forbidden($"spec.{list}", $"{list} may not be added or removed on resize");
                continue;
            }

            foreach (var (index, (one, other)) in old.Zip(containers).Index())
            {
                if (one.Text("name") != other.Text("name"))
                {
                    errors.Forbidden($"spec.{list}[{index}].name", $"{list} may not be renamed or reordered on resize");
                }
            }
        }

        return errors.Count == count;
    }

    private static void CheckRemoved(JsonObject? before, JsonObject? after, string path, string noun, FieldErrors errors)
    {
        foreach (var list in (ReadOnlySpan<string>)["requests", "limits"])
        {
            var amounts = after.Map(list);
            if ((before.Map(list) ?? []).Any(amount => amounts?.ContainsKey(amount.Key) != true))
            {
                errors.Forbidden($"{path}.{list}", $"{noun} {list} cannot be removed");
            }
        }
    }

    private static void CheckContainers(JsonObject before, JsonObject spec, FieldErrors errors)
    {
        foreach (var (old, container) in before.Objects("containers").Zip(spec.Objects("containers")))
        {
            if (!HasOtherAmountsOnly(old, container))
            {
                errors.Forbidden("spec", "only cpu and memory resources are mutable");
            }
        }
    }

    private static void CheckInitContainers(JsonObject before, JsonObject spec, FieldErrors errors)
    {
        foreach (var (index, (old, container)) in before.Objects("initContainers").Zip(spec.Objects("initContainers")).Index())
        {
            var path = $"spec.initContainers[{index}]";
            if (!HasOtherAmountsOnly(old, container))
            {
                errors.Forbidden(path, "only cpu and memory resources for init or sidecar containers are mutable");
            }

            var isChanged = container.Text("restartPolicy") != "Always" && !AreEqual("Container", old, container);
            foreach (var _ in container.Objects("resizePolicy").Where(policy => isChanged && RestartsContainer(policy)))
            {
                errors.Forbidden(path, "non-sidecar init containers with a resize policy of RestartContainer cannot be resized");
            }
        }
    }

    private static bool RestartsContainer(JsonObject policy) => policy.Text("restartPolicy") == "RestartContainer";

    /// <summary>Whether two containers differ in their amounts of CPU and memory at most.</summary>
    private static bool HasOtherAmountsOnly(JsonObject old, JsonObject container)
    {
        var compared = container.Clone();
        var resources = WithStoredAmounts(container.Map("resources"), old.Map("resources"));
        // Kubernetes compares without the claims, so that containers with claims cannot be resized.
        resources.Remove("claims");
        compared["resources"] = resources;
        var stored = old.Clone();
        stored["resources"] ??= new JsonObject();
        return AreEqual("Container", stored, compared);
    }

    /// <summary>Returns resources with the stored amounts of CPU and memory.</summary>
    private static JsonObject WithStoredAmounts(JsonObject? resources, JsonObject? stored)
    {
        var copy = resources?.Clone() ?? [];
        foreach (var list in (ReadOnlySpan<string>)["limits", "requests"])
        {
            var amounts = copy.Map(list)?.Clone() ?? [];
            foreach (var name in _mutable)
            {
                PodUpdateRules.Take(stored.Map(list) ?? [], amounts, name);
            }

            copy.Remove(list);
            if (amounts.Count > 0 || stored?.ContainsKey(list) == true)
            {
                copy[list] = amounts;
            }
        }

        return copy;
    }

    private static bool AreEqual(string type, JsonObject before, JsonObject after) => PodUpdateRules.AreEqual(type, before, after);
}
