using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission;

/// <summary>Sets the overhead of pods, their node selector and their tolerations from their runtime class.</summary>
internal sealed class RuntimeClassAdmission(ObjectStore store)
{
    private static readonly GroupResource _classes = new("node.k8s.io", "runtimeclasses");

    public void Apply(AdmissionRequest request)
    {
        var spec = request.Spec;
        var found = spec.Text("runtimeClassName") is { } name
            ? store.Find(_classes, "", name) ?? throw request.Forbid($"pod rejected: RuntimeClass \"{name}\" not found")
            : null;
        SetOverhead(request, spec, found?.Body.Map("overhead", "podFixed"));
        if (found?.Body.Map("scheduling") is { } scheduling)
        {
            SetScheduling(request, spec, scheduling);
        }
    }

    private static void SetOverhead(AdmissionRequest request, JsonObject spec, JsonObject? overhead)
    {
        if (spec.Map("overhead") is { } given && !JsonNode.DeepEquals(given, overhead))
        {
            throw request.Forbid(
                overhead is null
                    ? "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"
                    : "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"
            );
        }

        if (overhead is not null)
        {
            spec["overhead"] = overhead.Clone();
        }
    }

    private static void SetScheduling(AdmissionRequest request, JsonObject spec, JsonObject scheduling)
    {
        if (scheduling.Map("nodeSelector") is { Count: > 0 } selector)
        {
            var merged = spec.Map("nodeSelector")?.Clone() ?? [];
            foreach (var (key, value) in selector)
            {
                if (merged.Text(key) is { } present && present != value?.ToString())
                {
                    throw request.Forbid(
                        $"conflict: runtimeClass.scheduling.nodeSelector[{key}] = {value}; pod.spec.nodeSelector[{key}] = {present}"
                    );
                }

                merged[key] = value?.DeepClone();
            }

            spec["nodeSelector"] = new JsonObject(
                merged
                    .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone()))
            );
        }

        AddTolerations(spec, scheduling.Array("tolerations") ?? []);
    }

    /// <summary>Adds the tolerations that the pod does not have.</summary>
    private static void AddTolerations(JsonObject spec, JsonArray added)
    {
        var all = spec.Array("tolerations")?.DeepClone().AsArray() ?? [];
        foreach (var toleration in added)
        {
            if (!all.Any(present => JsonNode.DeepEquals(present, toleration)))
            {
                all.Add(toleration?.DeepClone());
            }
        }

        if (all.Count > 0)
        {
            spec["tolerations"] = all;
        }
    }
}
