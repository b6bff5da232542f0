using System.Text;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for StorageClasses and VolumeAttributesClasses.</summary>
internal static class StorageClassRules
{
    private const int MaximumParameters = 512;
    private const int MaximumParameterBytes = 256 * 1024;

    public static void CheckClass(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        if (candidate.Current is not null)
        {
            foreach (var field in (ReadOnlySpan<string>)["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"])
            {
                if (candidate.Changes(field))
                {
                    var missing = field == "provisioner" ? JsonValue.Create("") : null;
                    errors.Invalid(field, body[field]?.DeepClone() ?? missing, "field is immutable");
                }
            }

            return;
        }

        CheckProvisioner(body.Text("provisioner") ?? "", "provisioner", errors);
        CheckParameters(body.Map("parameters"), isEmptyAllowed: true, errors);
        if (body.Text("reclaimPolicy") is { Length: > 0 } policy)
        {
            errors.CheckSupported("reclaimPolicy", policy, "Delete", "Retain");
        }

        if (body.Text("volumeBindingMode") is { } mode)
        {
            errors.CheckSupported("volumeBindingMode", mode, isRequired: false, "Immediate", "WaitForFirstConsumer");
        }
        else
        {
            errors.Required("volumeBindingMode");
        }

        foreach (var (index, term) in body.Objects("allowedTopologies").Index())
        {
            CheckTopology(term, body.Objects("allowedTopologies").Take(index), $"allowedTopologies[{index}]", errors);
        }
    }

    public static void CheckAttributes(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        foreach (var field in (ReadOnlySpan<string>)["driverName", "parameters"])
        {
            if (candidate.Changes(field))
            {
                errors.Forbidden(field, $"updates to {field} are forbidden.");
            }
        }

        CheckProvisioner(body.Text("driverName") ?? "", "driverName", errors);
        CheckParameters(body.Map("parameters"), isEmptyAllowed: false, errors);
    }

    private static void CheckProvisioner(string name, string path, FieldErrors errors)
    {
        if (name.Length == 0)
        {
            errors.Required(path);
        }
        else
        {
            var lower = name.ToLowerInvariant();
            errors.InvalidAll(path, lower, ObjectNames.LabelKeyProblems(lower));
        }
    }

    private static void CheckParameters(JsonObject? parameters, bool isEmptyAllowed, FieldErrors errors)
    {
        const string Path = "parameters";
        if (parameters is { Count: > MaximumParameters })
        {
            errors.Add(FieldError.TooLong(Path, MaximumParameters));
            return;
        }

        foreach (var key in (parameters ?? []).Select(entry => entry.Key).Where(key => key.Length == 0))
        {
            errors.Invalid(Path, key, "field can not be empty.");
        }

        if (
            (parameters ?? []).Sum(entry =>
                Encoding.UTF8.GetByteCount(entry.Key) + Encoding.UTF8.GetByteCount(entry.Value?.ToString() ?? "")
            ) > MaximumParameterBytes
        )
        {
            errors.Add(FieldError.TooLong(Path, MaximumParameterBytes));
        }

        if (!isEmptyAllowed && parameters is null or { Count: 0 })
        {
            errors.Required(Path, "must contain at least one key/value pair");
        }
    }

    private static void CheckTopology(JsonObject term, IEnumerable<JsonObject> earlier, string path, FieldErrors errors)
    {
        var keys = new HashSet<string>();
        foreach (var (index, requirement) in term.Objects("matchLabelExpressions").Index())
        {
            var at = $"{path}.matchLabelExpressions[{index}]";
            CheckValues(requirement, $"{at}.values", errors);
            var key = requirement.Text("key") ?? "";
            errors.InvalidAll($"{at}.key", key, ObjectNames.LabelKeyProblems(key));
            if (!keys.Add(key))
            {
                errors.Duplicate($"{at}.key", key);
            }
        }

        if (earlier.Any(other => JsonNode.DeepEquals(other, term)))
        {
            errors.Duplicate($"{path}.matchLabelExpressions", "");
        }
    }

    private static void CheckValues(JsonObject requirement, string path, FieldErrors errors)
    {
        var values = requirement.Array("values") ?? [];
        if (values.Count == 0)
        {
            errors.Required(path);
        }

        var seen = new HashSet<string>();
        foreach (var (index, value) in values.Index())
        {
            if (!seen.Add(value?.ToString() ?? ""))
            {
                errors.Duplicate($"{path}[{index}]", value?.DeepClone());
            }
        }
    }
}
