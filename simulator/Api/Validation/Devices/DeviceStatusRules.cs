using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Api.Validation.Statuses;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Devices;

/// <summary>Validation rules for the status of ResourceClaims.</summary>
internal static class DeviceStatusRules
{
    private const int MaximumConsumers = 256;
    private const int MaximumResults = 32;
    private const int MaximumConditions = 8;

    public static void Check(JsonObject body, KubeObject current, FieldErrors errors)
    {
        var status = body.Map("status") ?? [];
        var names = DeviceClaimRules.GetRequestNames(body.Map("spec", "devices") ?? []);
        CheckConsumers(status, errors);
        CheckDevices(status, errors);
        CheckReservations(status, current, errors);
        var (before, allocation) = (current.Status.Map("allocation"), status.Map("allocation"));
        if (allocation is null)
        {
            return;
        }

        if (before is null)
        {
            CheckAllocation(allocation, names, errors);
        }
        else if (!JsonNode.DeepEquals(before, allocation))
        {
            errors.Invalid("status.allocation", allocation.Clone(), "field is immutable");
        }
    }

    private static void CheckConsumers(JsonObject status, FieldErrors errors)
    {
        const string Path = "status.reservedFor";
        var consumers = status.Objects("reservedFor").ToList();
        if (!DeviceLists.CheckSize(consumers.Count, MaximumConsumers, Path, errors))
        {
            return;
        }

        foreach (var (index, consumer) in consumers.Index())
        {
            foreach (var field in (ReadOnlySpan<string>)["resource", "name", "uid"])
            {
                if (consumer.Text(field) is null or "")
                {
                    errors.Required($"{Path}[{index}].{field}");
                }
            }
        }

        DeviceLists.CheckUnique(consumers.Select(consumer => consumer.Text("uid") ?? ""), Path, errors);
    }

    private static void CheckReservations(JsonObject status, KubeObject current, FieldErrors errors)
    {
        var consumers = status.Objects("reservedFor").ToList();
        if (consumers.Count == 0)
        {
            return;
        }

        if (status.Map("allocation") is null)
        {
            errors.Forbidden("status.reservedFor", "may not be specified when `allocated` is not set");
        }
        else if (
            current.IsDeleting
            && consumers.Any(consumer => !current.Status.Objects("reservedFor").Any(old => JsonNode.DeepEquals(old, consumer)))
        )
        {
            errors.Forbidden(
                "status.reservedFor",
                "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set"
            );
        }
    }

    private static void CheckDevices(JsonObject status, FieldErrors errors)
    {
        const string Path = "status.devices";
        var devices = status.Objects("devices").ToList();
        var allocated = status.Objects("allocation", "devices", "results").Select(GetId).ToHashSet(StringComparer.Ordinal);
        foreach (var (index, device) in devices.Index())
        {
            var at = $"{Path}[{index}]";
            CheckNames(device, at, errors);
            if (!allocated.Contains(GetId(device)))
            {
                errors.Invalid(at, GetInternalId(device), "must be an allocated device in the claim");
            }

            _ = DeviceLists.CheckSize(device.Array("conditions")?.Count ?? 0, MaximumConditions, $"{at}.conditions", errors);
            ConditionRules.Check(device, at, errors);
            if (device["data"] is { } data)
            {
                DeviceConfigurationRules.CheckData(data, $"{at}.data", isStored: false, errors);
            }
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, device) in devices.Index())
        {
            if (!seen.Add(GetId(device)))
            {
                errors.Duplicate($"{Path}[{index}]", GetInternalId(device));
            }
        }
    }

    private static void CheckNames(JsonObject device, string path, FieldErrors errors)
    {
        CsiRules.CheckDriverName(device.Text("driver") ?? "", $"{path}.driver", errors);
        DeviceNameRules.CheckPool(device.Text("pool") ?? "", $"{path}.pool", errors);
        var name = device.Text("device") ?? "";
        errors.InvalidAll($"{path}.device", name, ObjectNames.LabelProblems(name));
    }

    private static void CheckAllocation(JsonObject allocation, HashSet<string> names, FieldErrors errors)
    {
        const string Path = "status.allocation.devices";
        var results = allocation.Objects("devices", "results").ToList();
        if (DeviceLists.CheckSize(results.Count, MaximumResults, $"{Path}.results", errors))
        {
            foreach (var (index, result) in results.Index())
            {
                var at = $"{Path}.results[{index}]";
                DeviceClaimRules.CheckRequestName(result.Text("request") ?? "", names, $"{at}.request", errors);
                CheckNames(result, at, errors);
                DeviceBindingRules.Check(result, at, errors);
                DeviceTaintRules.CheckTolerations(result, at, errors);
            }
        }

        var configurations = allocation.Objects("devices", "config").ToList();
        if (DeviceLists.CheckSize(configurations.Count, 2 * DeviceConfigurationRules.Maximum, $"{Path}.config", errors))
        {
            foreach (var (index, configuration) in configurations.Index())
            {
                var at = $"{Path}.config[{index}]";
                errors.CheckSupported($"{at}.source", configuration.Text("source"), "FromClaim", "FromClass");
                DeviceConfigurationRules.Check(configuration, at, isStored: false, errors);
            }
        }

        if (allocation.Map("nodeSelector") is { } selector)
        {
            NodeSelectorRules.Check(selector, "status.allocation.nodeSelector", errors);
        }
    }

    private static string GetId(JsonObject device) =>
        $"{device.Text("driver")}/{device.Text("pool")}/{device.Text("device")}/{device.Text("shareID")}";

    private static JsonObject GetInternalId(JsonObject device) =>
        new()
        {
            ["Driver"] = device.Text("driver") ?? "",
            ["Pool"] = device.Text("pool") ?? "",
            ["Device"] = device.Text("device") ?? "",
            ["ShareID"] = device.Text("shareID") ?? "",
        };
}
