using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for CSIDrivers, CSINodes and CSIStorageCapacities.</summary>
internal static class CsiRules
{
    private const long ShortestTokenSeconds = 600;
    private const int MaximumNodeIdLength = 256;
    private const long ShortestUpdatePeriodSeconds = 10;

    public static void CheckDriver(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        CheckDriverSpec(spec, errors);

        if (candidate.Changes("spec", "attachRequired"))
        {
            errors.Invalid("spec.attachedRequired", spec["attachRequired"]?.DeepClone(), "field is immutable");
        }

        if (candidate.Changes("spec", "volumeLifecycleModes"))
        {
            errors.Invalid("spec.volumeLifecycleModes", spec["volumeLifecycleModes"]?.DeepClone(), "field is immutable");
        }
    }

    public static void CheckNode(Candidate candidate)
    {
        var (names, errors) = (new HashSet<string>(), candidate.Errors);
        foreach (var (index, driver) in candidate.Spec.Objects("drivers").Index())
        {
            var (path, name) = ($"spec.drivers[{index}]", driver.Text("name") ?? "");
            CheckNodeDriver(driver, path, errors);
            if (!names.Add(name))
            {
                errors.Duplicate($"{path}.name", name);
            }
        }

        var changed =
            from old in (candidate.Current?.Spec).Objects("drivers")
            from driver in candidate.Spec.Objects("drivers")
            where
                (old.Text("name") ?? "") == (driver.Text("name") ?? "")
                && (
                    !JsonNode.DeepEquals(old["nodeID"], driver["nodeID"])
                    || !JsonNode.DeepEquals(old["topologyKeys"], driver["topologyKeys"])
                )
            select driver;
        foreach (var driver in changed)
        {
            errors.Invalid("spec.drivers", CreateInternalForm(driver), "field is immutable");
        }
    }

    public static void CheckCapacity(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        var name = body.Text("storageClassName") ?? "";
        errors.InvalidAll("storageClassName", name, ObjectNames.SubdomainProblems(name));
        LabelRules.CheckSelector(body.Map("nodeTopology"), "nodeTopology", errors);
        if (body["capacity"] is { } amount && Quantity.FromJson(amount) < Quantity.Zero)
        {
            errors.Invalid("capacity", amount.DeepClone(), "must be greater than or equal to 0");
        }

        foreach (var field in (ReadOnlySpan<string>)["nodeTopology", "storageClassName"])
        {
            if (candidate.Changes(field))
            {
                errors.Invalid(field, body[field]?.DeepClone(), "field is immutable");
            }
        }
    }

    /// <summary>Checks the name of a driver, whose letters may have any case.</summary>
    public static void CheckDriverName(string name, string path, FieldErrors errors)
    {
        if (name.Length == 0)
        {
            errors.Required(path);
            return;
        }

        if (name.Length > ObjectNames.LabelLength)
        {
            errors.Add(FieldError.TooLong(path, ObjectNames.LabelLength));
        }

        errors.InvalidAll(path, name, ObjectNames.SubdomainProblems(name.ToLowerInvariant()));
    }

    private static void CheckDriverSpec(JsonObject spec, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["attachRequired", "podInfoOnMount", "storageCapacity"])
        {
            if (!spec.ContainsKey(field))
            {
                errors.Required($"spec.{(field == "attachRequired" ? "attachedRequired" : field)}");
            }
        }

        if (spec.Text("fsGroupPolicy") is { } policy)
        {
            errors.CheckSupported("spec.fsGroupPolicy", policy, isRequired: false, "File", "None", "ReadWriteOnceWithFSType");
        }

        CheckTokens(spec, errors);
        CheckModes(spec, errors);
        if (spec.Number("nodeAllocatableUpdatePeriodSeconds") is { } period and < ShortestUpdatePeriodSeconds)
        {
            errors.Invalid("spec.nodeAllocatableUpdatePeriodSeconds", period, "must be greater than or equal to 10 seconds");
        }

        if (spec["serviceAccountTokenInSecrets"] is { } inSecrets && spec.Array("tokenRequests") is null or { Count: 0 })
        {
            errors.Invalid(
                "spec.serviceAccountTokenInSecrets",
                inSecrets.DeepClone(),
                "serviceAccountTokenInSecrets is set but no tokenRequests are specified"
            );
        }
    }

    private static void CheckTokens(JsonObject spec, FieldErrors errors)
    {
        var audiences = new HashSet<string>();
        foreach (var (index, token) in spec.Objects("tokenRequests").Index())
        {
            var (path, audience) = ($"spec.tokenRequests[{index}]", token.Text("audience") ?? "");
            if (!audiences.Add(audience))
            {
                errors.Duplicate($"{path}.audience", audience);
                continue;
            }

            if (token.Number("expirationSeconds") is not { } seconds)
            {
                continue;
            }

            if (seconds < ShortestTokenSeconds)
            {
                errors.Invalid($"{path}.expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
            }

            if (seconds > 1L << 32)
            {
                errors.Invalid($"{path}.expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds");
            }
        }
    }

    private static void CheckModes(JsonObject spec, FieldErrors errors)
    {
        foreach (var mode in (spec.Array("volumeLifecycleModes") ?? []).Select(mode => mode?.ToString() ?? ""))
        {
            errors.CheckSupported("spec.volumeLifecycleModes", mode, isRequired: false, "Persistent", "Ephemeral");
        }
    }

    private static void CheckNodeDriver(JsonObject driver, string path, FieldErrors errors)
    {
        CheckDriverName(driver.Text("name") ?? "", $"{path}.name", errors);
        var id = driver.Text("nodeID") ?? "";
        if (id.Length == 0)
        {
            errors.Required($"{path}.nodeID");
        }

        if (id.Length > MaximumNodeIdLength)
        {
            errors.Invalid($"{path}.nodeID", id, $"must be {MaximumNodeIdLength} characters or less");
        }

        if (driver.Number("allocatable", "count") is { } count and < 0)
        {
            errors.Invalid($"{path}.allocatable.count", count, "must be greater than or equal to 0");
        }

        var keys = new HashSet<string>();
        foreach (var key in (driver.Array("topologyKeys") ?? []).Select(key => key?.ToString() ?? ""))
        {
            if (key.Length == 0)
            {
                errors.Required(path);
            }

            if (!keys.Add(key))
            {
                errors.Duplicate(path, key);
            }

            errors.InvalidAll(path, key, ObjectNames.LabelKeyProblems(key));
        }
    }

    // The amounts may change and are not shown.
    private static JsonObject CreateInternalForm(JsonObject driver) =>
        new()
        {
            ["Name"] = driver.Text("name") ?? "",
            ["NodeID"] = driver.Text("nodeID") ?? "",
            ["TopologyKeys"] = driver["topologyKeys"]?.DeepClone(),
            ["Allocatable"] = null,
        };
}
