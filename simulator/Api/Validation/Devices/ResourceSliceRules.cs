using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Devices;

/// <summary>Validation rules for ResourceSlices.</summary>
internal static class ResourceSliceRules
{
    private const int MaximumDevices = 128;
    private const int MaximumAdvancedDevices = 64;
    private const int MaximumCounterSets = 8;
    private const int MaximumCounters = 32;
    private const string OneNodeField = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";

    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        CsiRules.CheckDriverName(spec.Text("driver") ?? "", "spec.driver", errors);
        CheckPool(spec.Map("pool") ?? [], errors);
        CheckUnchanged(candidate);
        CheckNodes(spec, errors);
        if (spec["sharedCounters"] is not null && spec["devices"] is not null)
        {
            errors.Invalid("spec", "", "only one of `sharedCounters` or `devices` is allowed");
        }

        CheckDevices(spec, errors);
        CheckCounters(spec, errors);
    }

    public static void CheckNodeName(string name, string path, FieldErrors errors) =>
        errors.InvalidAll(path, name, ObjectNames.SubdomainProblems(name));

    private static void CheckPool(JsonObject pool, FieldErrors errors)
    {
        DeviceNameRules.CheckPool(pool.Text("name") ?? "", "spec.pool.name", errors);
        if ((pool.Number("resourceSliceCount") ?? 0) is var count and <= 0)
        {
            errors.Invalid("spec.pool.resourceSliceCount", count, "must be greater than zero");
        }

        if (pool.Number("generation") is { } generation and < 0)
        {
            errors.Invalid("spec.pool.generation", generation, "must be greater than or equal to zero");
        }
    }

    private static void CheckUnchanged(Candidate candidate)
    {
        foreach (
            var path in (ReadOnlySpan<string[]>)
                [
                    ["pool", "name"],
                    ["driver"],
                    ["nodeName"],
                ]
        )
        {
            if (candidate.Changes(["spec", .. path]))
            {
                candidate.Errors.Invalid($"spec.{string.Join('.', path)}", candidate.Spec.Node(path)?.DeepClone(), "field is immutable");
            }
        }
    }

    private static void CheckNodes(JsonObject spec, FieldErrors errors)
    {
        var given = new List<string>();
        if (spec.Text("nodeName") is { } name)
        {
            if (name.Length == 0)
            {
                errors.Invalid("spec.nodeName", name, "must be either unset or set to a non-empty string");
            }
            else
            {
                given.Add("`nodeName`");
                CheckNodeName(name, "spec.nodeName", errors);
            }
        }

        if (spec.Map("nodeSelector") is { } selector)
        {
            const string Terms = "nodeSelectorTerms";
            given.Add("`nodeSelector`");
            NodeSelectorRules.Check(selector, "spec.nodeSelector", errors);
            if (selector.Array(Terms) is not { Count: 1 })
            {
                errors.Invalid($"spec.nodeSelector.{Terms}", selector[Terms]?.DeepClone(), "must have exactly one node selector term");
            }
        }

        foreach (var flag in (ReadOnlySpan<string>)["allNodes", "perDeviceNodeSelection"])
        {
            if (spec.Flag(flag))
            {
                given.Add($"`{flag}`");
            }
            else if (spec[flag] is not null)
            {
                errors.Invalid($"spec.{flag}", false, "must be either unset or set to true");
            }
        }

        if (given.Count == 0)
        {
            errors.Required("spec", OneNodeField);
        }
        else if (given.Count > 1)
        {
            errors.Invalid("spec", $"{{{string.Join(", ", given)}}}", OneNodeField + ", but multiple fields are set");
        }
    }

    private static void CheckDevices(JsonObject spec, FieldErrors errors)
    {
        const string Path = "spec.devices";
        var devices = spec.Objects("devices").ToList();
        var maximum = devices.Any(DeviceRules.IsAdvanced) ? MaximumAdvancedDevices : MaximumDevices;
        if (!DeviceLists.CheckSize(devices.Count, maximum, Path, errors))
        {
            return;
        }

        foreach (var (index, device) in devices.Index())
        {
            DeviceRules.Check(device, spec.Flag("perDeviceNodeSelection"), $"{Path}[{index}]", errors);
        }

        DeviceLists.CheckUnique(devices.Select(device => device.Text("name") ?? ""), Path, errors);
    }

    private static void CheckCounters(JsonObject spec, FieldErrors errors)
    {
        const string Path = "spec.sharedCounters";
        var sets = spec.Objects("sharedCounters").ToList();
        if (!DeviceLists.CheckSize(sets.Count, MaximumCounterSets, Path, errors))
        {
            return;
        }

        foreach (var (index, set) in sets.Index())
        {
            CheckCounterSet(set, "name", $"{Path}[{index}]", errors);
        }

        DeviceLists.CheckUnique(sets.Select(set => set.Text("name") ?? ""), Path, errors);
    }

    /// <summary>Checks a set of counters, or what a device consumes of one.</summary>
    public static void CheckCounterSet(JsonObject set, string nameField, string path, FieldErrors errors)
    {
        if (set.Text(nameField) is { Length: > 0 } name)
        {
            errors.InvalidAll($"{path}.{nameField}", name, ObjectNames.LabelProblems(name));
        }
        else
        {
            errors.Required($"{path}.{nameField}");
        }

        var counters = set.Map("counters") ?? [];
        if (counters.Count == 0)
        {
            errors.Required($"{path}.counters");
        }
        else if (DeviceLists.CheckSize(counters.Count, MaximumCounters, $"{path}.counters", errors))
        {
            foreach (var counter in counters.Select(entry => entry.Key))
            {
                errors.InvalidAll($"{path}.counters", counter, ObjectNames.LabelProblems(counter));
            }
        }
    }
}
