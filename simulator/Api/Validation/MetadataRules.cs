using System.Text;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for metadata.</summary>
internal static class MetadataRules
{
    private const string FieldsType = "FieldsV1";
    private static readonly string[] _immutable = ["uid", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>Checks the metadata of a new object by the rules of its kind.</summary>
    public static void CheckNew(ResourceKind kind, JsonObject body, FieldErrors errors)
    {
        if (MetadataConventions.ChecksOwn(kind))
        {
            CheckByKind(kind, body, errors);
        }
    }

    /// <summary>Checks what holds for every new object, after the rules of its kind have found nothing.</summary>
    public static void CheckAnyNew(JsonObject body, FieldErrors errors) => CheckAny(body, errors);

    /// <summary>Checks the metadata of a changed object: first what holds for every object, then by the rules of its kind.</summary>
    public static void CheckUpdate(ResourceKind kind, JsonObject body, KubeObject current, FieldErrors errors)
    {
        CheckAny(body, errors);
        CheckChanges(body, current, errors);
        if (!MetadataConventions.ChecksOwn(kind))
        {
            return;
        }

        if (MetadataConventions.ChecksChanges(kind))
        {
            CheckChanges(body, current, errors);
        }

        if (MetadataConventions.ChecksAllOnUpdate(kind))
        {
            CheckByKind(kind, body, errors);
        }
        else if (MetadataConventions.HasStandardFinalizers(kind))
        {
            CheckStandardFinalizers(body.Map("metadata"), errors);
        }
    }

    /// <summary>Checks names by the kind's rule, and everything else.</summary>
    public static void CheckByKind(ResourceKind kind, JsonObject body, FieldErrors errors)
    {
        var metadata = body.Map("metadata") ?? [];
        CheckNames(metadata, (name, isPrefix) => NameRules.FindProblems(kind, body, name, isPrefix), errors);
        CheckCommon(metadata, errors);
        if (MetadataConventions.HasStandardFinalizers(kind))
        {
            CheckStandardFinalizers(metadata, errors);
        }
    }

    public static void CheckAnnotations(JsonObject? annotations, string path, FieldErrors errors)
    {
        var size = 0;
        foreach (var (key, value) in annotations ?? [])
        {
            foreach (var problem in ObjectNames.LabelKeyProblems(key.ToLowerInvariant()))
            {
                errors.Invalid(path, key, problem);
            }

            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value?.ToString() ?? "");
        }
        if (size > ObjectNames.MaxAnnotationBytes)
        {
            errors.Add(FieldError.TooLong(path, ObjectNames.MaxAnnotationBytes));
        }
    }

    /// <summary>Checks a finalizer's form, and that one without a domain is a standard one.</summary>
    public static void CheckFinalizer(string name, string path, FieldErrors errors)
    {
        errors.InvalidAll(path, name, ObjectNames.LabelKeyProblems(name));
        CheckStandardFinalizer(name, path, errors);
    }

    private static void CheckAny(JsonObject body, FieldErrors errors)
    {
        var metadata = body.Map("metadata") ?? [];
        CheckNames(metadata, (name, isPrefix) => NameRules.PathSegmentProblems(isPrefix ? name + "-" : name), errors);
        CheckCommon(metadata, errors);
    }

    private static void CheckNames(JsonObject metadata, Func<string, bool, IEnumerable<string>> findProblems, FieldErrors errors)
    {
        var prefix = metadata.Text("generateName") ?? "";
        if (prefix.Length > 0)
        {
            errors.InvalidAll("metadata.generateName", prefix, findProblems(prefix, true));
        }

        if (metadata.Text("name") is { Length: > 0 } name)
        {
            errors.InvalidAll("metadata.name", name, findProblems(name, false));
        }
        else
        {
            errors.Required("metadata.name", "name or generateName is required");
        }
    }

    private static void CheckCommon(JsonObject metadata, FieldErrors errors)
    {
        NumberRules.CheckNotNegative(metadata, "generation", "metadata", errors);
        LabelRules.Check(metadata.Map("labels"), "metadata.labels", errors);
        CheckAnnotations(metadata.Map("annotations"), "metadata.annotations", errors);
        OwnerReferenceRules.Check(metadata, errors);
        var finalizers = (metadata.Array("finalizers") ?? []).Select(finalizer => finalizer?.ToString() ?? "").ToList();
        foreach (var finalizer in finalizers)
        {
            errors.InvalidAll("metadata.finalizers", finalizer, ObjectNames.LabelKeyProblems(finalizer));
        }

        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
        {
            errors.Invalid(
                "metadata.finalizers",
                metadata["finalizers"]?.DeepClone(),
                "finalizer orphan and foregroundDeletion cannot be both set"
            );
        }

        CheckManagedFields(metadata, errors);
    }

    private static void CheckManagedFields(JsonObject metadata, FieldErrors errors)
    {
        foreach (var (index, entry) in metadata.Objects("managedFields").Index())
        {
            var at = $"metadata.managedFields[{index}]";
            if (entry.Text("operation") is not ("Apply" or "Update"))
            {
                errors.Invalid($"{at}.operation", entry.Text("operation") ?? "", "must be `Apply` or `Update`");
            }

            if (entry.Text("fieldsType") is { Length: > 0 } type and not FieldsType)
            {
                errors.Invalid($"{at}.fieldsType", type, $"must be `{FieldsType}`");
            }
        }
    }

    private static void CheckStandardFinalizers(JsonObject? metadata, FieldErrors errors)
    {
        foreach (var (index, finalizer) in (metadata.Array("finalizers") ?? []).Index())
        {
            CheckStandardFinalizer(finalizer?.ToString() ?? "", $"metadata.finalizers[{index}]", errors);
        }
    }

    private static void CheckStandardFinalizer(string name, string path, FieldErrors errors)
    {
        if (!name.Contains('/', StringComparison.Ordinal) && name is not ("kubernetes" or "orphan" or "foregroundDeletion"))
        {
            errors.Invalid(path, name, "name is neither a standard finalizer name nor is it fully qualified");
        }
    }

    private static void CheckChanges(JsonObject body, KubeObject current, FieldErrors errors)
    {
        if (current.IsDeleting)
        {
            var before = current.Finalizers.ToHashSet();
            var added = (body.Array("metadata", "finalizers") ?? [])
                .Select(name => name?.ToString() ?? "")
                .Where(name => !before.Contains(name))
                .Distinct()
                .Order(StringComparer.Ordinal)
                .ToList();
            if (added.Count > 0)
            {
                var names = string.Join(", ", added.Select(name => $"\"{name}\""));
                errors.Forbidden(
                    "metadata.finalizers",
                    $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{names}}}"
                );
            }
        }

        var metadata = body.Map("metadata") ?? [];
        foreach (var field in _immutable.Where(field => !JsonNode.DeepEquals(metadata[field], current.Metadata[field])))
        {
            errors.Invalid($"metadata.{field}", metadata[field]?.DeepClone(), "field is immutable");
        }

        LabelRules.Check(metadata.Map("labels"), "metadata.labels", errors);
        CheckAnnotations(metadata.Map("annotations"), "metadata.annotations", errors);
        OwnerReferenceRules.Check(metadata, errors);
        CheckManagedFields(metadata, errors);
    }
}
