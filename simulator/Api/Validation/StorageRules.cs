using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for PersistentVolumes, PersistentVolumeClaims and StorageClasses.</summary>
internal static class StorageRules
{
    private static readonly string[] _modes = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];

    private static readonly string[] _notSources =
    [
        "capacity",
        "accessModes",
        "claimRef",
        "persistentVolumeReclaimPolicy",
        "storageClassName",
        "mountOptions",
        "volumeMode",
        "nodeAffinity",
        "volumeAttributesClassName",
    ];

    public static void CheckVolume(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        CheckModes(spec, "spec", errors);
        if (spec.Map("capacity") is null or { Count: 0 })
        {
            errors.Required("spec.capacity");
        }
        else if (spec.Map("capacity")?["storage"] is not { } storage)
        {
            errors.NotSupported("spec.capacity", spec.Map("capacity")?.Clone(), "storage");
        }
        else if (Quantity.FromJson(storage) <= Quantity.Zero)
        {
            errors.Invalid("spec.capacity[storage]", storage.DeepClone(), "must be greater than zero");
        }

        var sources = spec.Select(entry => entry.Key).Where(key => !_notSources.Contains(key)).ToList();
        if (sources.Count == 0)
        {
            errors.Required("spec", "must specify a volume type");
        }

        foreach (var extra in sources.Skip(1))
        {
            errors.Forbidden($"spec.{extra}", "may not specify more than 1 volume type");
        }

        if (spec.Text("persistentVolumeReclaimPolicy") is not ("Retain" or "Delete" or "Recycle"))
        {
            errors.NotSupported(
                "spec.persistentVolumeReclaimPolicy",
                spec.Text("persistentVolumeReclaimPolicy") ?? "",
                "Delete",
                "Recycle",
                "Retain"
            );
        }
    }

    public static void CheckClaim(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        CheckClaimSpec(spec, "spec", errors);
        if (candidate.Current is not { } current)
        {
            return;
        }

        var (before, after) = (current.Spec.Clone(), spec.Clone());
        var isBound = current.Status.Text("phase") == "Bound";
        foreach (var claim in new[] { before, after })
        {
            claim.Remove("volumeName");
            claim.Remove("volumeAttributesClassName");
            if (isBound)
            {
                claim.Map("resources")?.Remove("requests");
            }
        }
        if (isBound)
        {
            CheckShrinkage(current, spec, errors);
        }

        if (!JsonNode.DeepEquals(before, after))
        {
            errors.Forbidden(
                "spec",
                "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"
            );
        }
    }

    /// <summary>Checks the spec of a claim or of a claim template.</summary>
    public static void CheckClaimSpec(JsonObject spec, string path, FieldErrors errors)
    {
        CheckModes(spec, path, errors);
        if (spec.Map("resources", "requests")?["storage"] is not { } storage)
        {
            errors.Required($"{path}.resources[storage]");
        }
        else if (Quantity.FromJson(storage) <= Quantity.Zero)
        {
            errors.Invalid($"{path}.resources[storage]", storage.DeepClone(), "must be greater than zero");
        }
    }

    /// <summary>A request may shrink only while the volume has not grown to it.</summary>
    private static void CheckShrinkage(KubeObject current, JsonObject spec, FieldErrors errors)
    {
        if (
            current.Spec.Map("resources", "requests")?["storage"] is { } before
            && spec.Map("resources", "requests")?["storage"] is { } after
            && Quantity.FromJson(after) < Quantity.FromJson(before)
            && current.Status.Map("capacity")?["storage"] is { } capacity
            && Quantity.FromJson(after) <= Quantity.FromJson(capacity)
        )
        {
            errors.Forbidden("spec.resources.requests.storage", "field can not be less than status.capacity");
        }
    }

    public static void CheckClass(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        if (body.Text("provisioner") is null or "")
        {
            errors.Required("provisioner");
        }

        if (body.Text("reclaimPolicy") is { } policy and not ("Delete" or "Retain"))
        {
            errors.NotSupported("reclaimPolicy", policy, "Delete", "Retain");
        }

        if (body.Text("volumeBindingMode") is { } mode and not ("Immediate" or "WaitForFirstConsumer"))
        {
            errors.NotSupported("volumeBindingMode", mode, "Immediate", "WaitForFirstConsumer");
        }

        foreach (var field in (ReadOnlySpan<string>)["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"])
        {
            if (candidate.Changes(field))
            {
                errors.Forbidden(field, $"updates to {field} are forbidden.");
            }
        }
    }

    private static void CheckModes(JsonObject spec, string path, FieldErrors errors)
    {
        if (spec.Array("accessModes") is not { Count: > 0 } modes)
        {
            errors.Required($"{path}.accessModes", "at least 1 access mode is required");
            return;
        }
        foreach (var mode in modes.Where(mode => !_modes.Contains(mode?.ToString())))
        {
            errors.NotSupported($"{path}.accessModes", mode?.DeepClone(), [.. _modes.Order(StringComparer.Ordinal)]);
        }
    }
}
