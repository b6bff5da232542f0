using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for metadata.</summary>
internal static class MetadataRules
{
    public static void Check(ResourceKind kind, JsonObject body, FieldErrors errors)
    {
        var metadata = body.Map("metadata") ?? [];
        var prefix = metadata.Text("generateName") ?? "";
        if (prefix.Length > 0)
        {
            NameRules.Check(kind, prefix, isPrefix: true, "metadata.generateName", errors);
        }

        if (metadata.Text("name") is { Length: > 0 } name)
        {
            NameRules.Check(kind, name, isPrefix: false, "metadata.name", errors);
        }
        else
        {
            errors.Required("metadata.name", "name or generateName is required");
        }

        LabelRules.Check(metadata.Map("labels"), "metadata.labels", errors);
        CheckAnnotations(metadata.Map("annotations"), "metadata.annotations", errors);
        CheckOwners(metadata, errors);
        foreach (var (index, finalizer) in (metadata.Array("finalizers") ?? []).Index())
        {
            CheckFinalizer(finalizer?.ToString() ?? "", $"metadata.finalizers[{index}]", errors);
        }
    }

    public static void CheckUpdate(JsonObject body, KubeObject current, FieldErrors errors)
    {
        if (!current.IsDeleting)
        {
            return;
        }

        var before = current.Finalizers.ToHashSet();
        var added = (body.Array("metadata", "finalizers") ?? [])
            .Select(name => name?.ToString() ?? "")
            .Where(name => !before.Contains(name))
            .ToList();
        if (added.Count > 0)
        {
            // Kubernetes checks this twice and reports it twice.
            for (var i = 0; i < 2; i++)
            {
                errors.Forbidden(
                    "metadata.finalizers",
                    $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(name => $"\"{name}\""))}}}"
                );
            }
        }
    }

    public static void CheckAnnotations(JsonObject? annotations, string path, FieldErrors errors)
    {
        var size = 0;
        foreach (var (key, value) in annotations ?? [])
        {
            if (ObjectNames.LabelKeyProblems(key.ToLowerInvariant()).FirstOrDefault() is { } problem)
            {
                errors.Invalid(path, key, problem);
            }

            size += key.Length + (value?.ToString().Length ?? 0);
        }
        if (size > ObjectNames.MaxAnnotationBytes)
        {
            errors.Add(FieldError.TooLong(path, ObjectNames.MaxAnnotationBytes));
        }
    }

    private static void CheckFinalizer(string name, string path, FieldErrors errors)
    {
        if (ObjectNames.LabelKeyProblems(name).FirstOrDefault() is { } problem)
        {
            errors.Invalid(path, name, problem);
        }
        else if (!name.Contains('/', StringComparison.Ordinal) && name is not ("orphan" or "foregroundDeletion"))
        {
            errors.Invalid(path, name, "name is neither a standard finalizer name nor is it fully qualified");
        }
    }

    private static void CheckOwners(JsonObject metadata, FieldErrors errors)
    {
        const string Path = "metadata.ownerReferences";
        var controllers = new List<string>();
        foreach (var (index, owner) in metadata.Objects("ownerReferences").Index())
        {
            var path = $"{Path}[{index}]";
            if (owner.Text("apiVersion") is null or "")
            {
                errors.Invalid($"{path}.apiVersion", "", "version must not be empty");
            }

            foreach (var field in (ReadOnlySpan<string>)["kind", "name", "uid"])
            {
                if (owner.Text(field) is null or "")
                {
                    errors.Invalid($"{path}.{field}", "", "must not be empty");
                }
            }
            if (owner.Flag("controller"))
            {
                controllers.Add(owner.Text("kind") + "/" + owner.Text("name"));
            }
        }
        if (controllers.Count > 1)
        {
            errors.Invalid(
                Path,
                metadata["ownerReferences"]?.DeepClone(),
                $"Only one reference can have Controller set to true. Found \"true\" in references for {string.Join(" and ", controllers)}"
            );
        }
    }
}
