using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Kubernetes;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Devices;

/// <summary>Validation rules for the devices of a slice.</summary>
internal static partial class DeviceRules
{
    private const int MaximumAttributes = 32;
    private const int MaximumValues = 48;
    private const int MaximumValueLength = 64;
    private const int MaximumConsumptions = 2;
    private const string Number = "(0|[1-9][0-9]*)";
    private const string PreRelease = "(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)";
    private const string Build = "[0-9a-zA-Z-]+";
    private const string OneNodeField =
        "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the "
        + "ResourceSlice spec";

    private static readonly string[] _lists = ["bools", "ints", "strings", "versions"];
    private static readonly string[] _scalars = ["bool", "int", "string", "version"];

    /// <summary>Whether a device uses what lowers the number of devices of a slice.</summary>
    public static bool IsAdvanced(JsonObject device) =>
        device.Array("taints") is { Count: > 0 }
        || device.Array("consumesCounters") is { Count: > 0 }
        || (device.Map("attributes") ?? []).Any(attribute => attribute.Value is JsonObject value && _lists.Any(value.ContainsKey));

    public static void Check(JsonObject device, bool selectsNodes, string path, FieldErrors errors)
    {
        var name = device.Text("name") ?? "";
        errors.InvalidAll($"{path}.name", name, ObjectNames.LabelProblems(name));
        CheckAttributes(device, path, errors);
        foreach (var (capacity, value) in device.Map("capacity") ?? [])
        {
            DeviceNameRules.CheckQualified(capacity, $"{path}.capacity", errors);
            if ((value as JsonObject).Map("requestPolicy") is not null && !device.Flag("allowMultipleAllocations"))
            {
                errors.Forbidden($"{path}.capacity[{capacity}].requestPolicy", "allowMultipleAllocations must be true");
            }
        }

        var taints = device.Objects("taints").ToList();
        if (DeviceLists.CheckSize(taints.Count, DeviceTaintRules.Maximum, $"{path}.taints", errors))
        {
            foreach (var (index, taint) in taints.Index())
            {
                DeviceTaintRules.CheckTaint(taint, $"{path}.taints[{index}]", errors);
            }
        }

        CheckConsumption(device, $"{path}.consumesCounters", errors);
        CheckNodes(device, selectsNodes, path, errors);
        DeviceBindingRules.Check(device, path, errors);
    }

    private static void CheckAttributes(JsonObject device, string path, FieldErrors errors)
    {
        var attributes = device.Map("attributes") ?? [];
        var count = attributes.Count + (device.Map("capacity")?.Count ?? 0);
        if (count > MaximumAttributes)
        {
            errors.Invalid(path, count, $"the total number of attributes and capacities must not exceed {MaximumAttributes}");
        }

        var values = attributes.Sum(attribute => Math.Max(1, _lists.Sum(list => (attribute.Value as JsonObject).Array(list)?.Count ?? 0)));
        if (values > MaximumValues)
        {
            errors.Invalid(path, values, $"the total number of attribute values must not exceed {MaximumValues}");
        }

        foreach (var (name, value) in attributes)
        {
            DeviceNameRules.CheckQualified(name, $"{path}.attributes", errors);
            CheckAttribute(value as JsonObject ?? [], $"{path}.attributes[{name}]", errors);
        }
    }

    private static void CheckAttribute(JsonObject attribute, string path, FieldErrors errors)
    {
        var given = _scalars.Concat(_lists).Count(attribute.ContainsKey);
        CheckText(attribute.Text("string"), $"{path}.string", errors);
        CheckVersion(attribute.Text("version"), $"{path}.version", errors);
        foreach (var list in _lists)
        {
            if (attribute.Array(list) is { Count: 0 })
            {
                errors.Invalid($"{path}.{list}", new JsonArray(), "must not be empty if specified");
            }

            foreach (var (index, item) in (attribute.Array(list) ?? []).Index())
            {
                if (list == "strings")
                {
                    CheckText(item?.ToString(), $"{path}.{list}[{index}]", errors);
                }
                else if (list == "versions")
                {
                    CheckVersion(item?.ToString(), $"{path}.{list}[{index}]", errors);
                }
            }
        }

        if (given != 1)
        {
            errors.Invalid(path, given == 0 ? "" : attribute.Clone(), "exactly one value must be specified");
        }
    }

    private static void CheckText(string? value, string path, FieldErrors errors)
    {
        if (value is { Length: > MaximumValueLength })
        {
            errors.Add(FieldError.TooLong(path, MaximumValueLength));
        }
    }

    private static void CheckVersion(string? value, string path, FieldErrors errors)
    {
        if (value is not null && !SemanticVersion().IsMatch(value))
        {
            errors.Invalid(path, value, "must be a string compatible with semver.org spec 2.0.0");
        }

        CheckText(value, path, errors);
    }

    private static void CheckConsumption(JsonObject device, string path, FieldErrors errors)
    {
        var consumptions = device.Objects("consumesCounters").ToList();
        if (!DeviceLists.CheckSize(consumptions.Count, MaximumConsumptions, path, errors))
        {
            return;
        }

        foreach (var (index, consumption) in consumptions.Index())
        {
            ResourceSliceRules.CheckCounterSet(consumption, "counterSet", $"{path}[{index}]", errors);
        }

        DeviceLists.CheckUnique(consumptions.Select(consumption => consumption.Text("counterSet") ?? ""), path, errors);
    }

    private static void CheckNodes(JsonObject device, bool selectsNodes, string path, FieldErrors errors)
    {
        string[] fields = [.. new[] { "nodeName", "nodeSelector", "allNodes" }.Where(field => device[field] is not null)];
        if (!selectsNodes)
        {
            if (fields.Length > 0)
            {
                errors.Invalid(
                    path,
                    null,
                    "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the "
                        + "ResourceSlice spec"
                );
            }

            return;
        }

        if (device.Text("nodeName") is { } name)
        {
            if (name.Length == 0)
            {
                errors.Invalid($"{path}.nodeName", name, "must not be empty");
            }
            else
            {
                ResourceSliceRules.CheckNodeName(name, $"{path}.nodeName", errors);
            }
        }

        if (device.Map("nodeSelector") is { } selector)
        {
            NodeSelectorRules.Check(selector, $"{path}.nodeSelector", errors);
        }

        if (device["allNodes"] is not null && !device.Flag("allNodes"))
        {
            errors.Invalid($"{path}.allNodes", false, "must be either unset or set to true");
        }

        string[] given = [.. fields.Where(field => field == "nodeSelector" || device.Flag(field) || device.Text(field) is { Length: > 0 })];
        if (given.Length == 0)
        {
            errors.Required(path, OneNodeField);
        }
        else if (given.Length > 1)
        {
            errors.Invalid(path, $"{{{string.Join(", ", given.Select(field => $"`{field}`"))}}}", OneNodeField);
        }
    }

    [GeneratedRegex(
        @"^"
            + Number
            + @"\."
            + Number
            + @"\."
            + Number
            + "(-"
            + PreRelease
            + @"(\."
            + PreRelease
            + @")*)?(\+"
            + Build
            + @"(\."
            + Build
            + @")*)?\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex SemanticVersion();
}
