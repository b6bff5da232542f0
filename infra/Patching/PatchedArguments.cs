using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Planning;
using Infra.Kubernetes.Patching;
using Infra.Kubernetes.Schema;
using Pulumi;

namespace Infra.Backend.Patching;

/// <summary>The arguments of a resource with the fields that patches change.</summary>
internal sealed class PatchedArguments
{
    private readonly Resource _resource;
    private readonly ImmutableArray<ObjectPatch> _patches;
    private readonly string _name;

    private PatchedArguments(Resource resource, ImmutableArray<ObjectPatch> patches)
    {
        _resource = resource;
        _patches = patches;
        var type = resource.GetResourceType();
        _name = $"{type[(type.LastIndexOf(':') + 1)..]} '{resource.GetResourceName()}'";
    }

    /// <summary>
    /// Creates the arguments. The patched fields are outputs: patches need values that are known only when other resources are registered.
    /// </summary>
    public static PatchedObjectArgs Create(ResourceTransformationArgs args, ImmutableArray<ObjectPatch> patches)
    {
        var fields = new PatchedObjectArgs();
        foreach (var (name, value) in InputFields.Read(args.Args))
        {
            fields.Set(name, value);
        }

        var patched = new PatchedArguments(args.Resource, patches).ApplyAsync(args.Args);
        foreach (var field in patches.SelectMany(patch => patch.Fields).Distinct(StringComparer.Ordinal))
        {
            fields.Set(field, Output.Create(GetFieldAsync(field)));
        }

        return fields;

        async Task<object?> GetFieldAsync(string field)
        {
            var (arguments, json) = await patched;
            return arguments.ToInput(json[field]);
        }
    }

    private async Task<(OpenedArguments Arguments, JsonObject Json)> ApplyAsync(ResourceArgs args)
    {
        var arguments = await OpenedArguments.OpenAsync(args);
        var (apiVersion, kind) = (arguments.Json["apiVersion"]!.GetValue<string>(), arguments.Json["kind"]!.GetValue<string>());
        var type = ObjectType.Find(apiVersion, kind);
        var json = arguments.Json;
        foreach (var patch in _patches)
        {
            var before = json;
            json = Apply(patch, type, (JsonObject)before.DeepClone());
            RequireIdentity(patch, before, json);
            if (JsonNode.DeepEquals(before, json))
            {
                Log.Warn($"{patch.Place}: this patch does not change the {_name}; remove it, or correct it", _resource);
            }
        }

        RequireSchema(type, json);
        return (arguments, json);
    }

    private JsonObject Apply(ObjectPatch patch, ObjectType? type, JsonObject json)
    {
        try
        {
            return patch.Merge is { } merge
                ? StrategicMergePatch.Apply(type, json, merge)
                : JsonPatch.Apply(json, patch.Operations, JsonPatchDialect.Standard) as JsonObject
                    ?? throw new PatchException(PatchProblem.Mismatch, "an object cannot be replaced by another value");
        }
        catch (PatchException error)
        {
            var place = error.Operation is { } operation ? patch.OperationPlaces[operation] : patch.Place;
            throw new RunException($"{place}: the patch does not fit the {_name}: {error.Message}; correct the patch, or remove it");
        }
    }

    private void RequireIdentity(ObjectPatch patch, JsonObject before, JsonObject after)
    {
        if (ProtectedFields.FindChange(before, after) is { } field)
        {
            throw new RunException($"{patch.Place}: {ProtectedFields.Problem(field)} of the {_name}; {ProtectedFields.Cure}");
        }

        if (FindLostLabel(after) is { } label)
        {
            throw new RunException(
                $"{patch.Place}: the {_name} selects its pods by the label '{label}', which the patch changes; leave this label as it is"
            );
        }
    }

    /// <summary>The label that a workload selects its pods by and that its pods do not have; null if there is none.</summary>
    private static string? FindLostLabel(JsonObject json)
    {
        var spec = json["spec"] as JsonObject;
        if (spec?["template"] is not JsonObject template || (spec["selector"] as JsonObject)?["matchLabels"] is not JsonObject selected)
        {
            return null;
        }

        // A value is a placeholder of labels that are not known yet.
        var labels = (template["metadata"] as JsonObject)?["labels"];
        return labels is JsonValue
            ? null
            : selected.FirstOrDefault(label => !JsonNode.DeepEquals((labels as JsonObject)?[label.Key], label.Value)).Key;
    }

    private void RequireSchema(ObjectType? type, JsonObject json)
    {
        if (type is null)
        {
            return;
        }

        var violations = ObjectValidator.Validate(type, json, ValidatedForm.Complete, OpenedArguments.IsOpaque);
        if (violations.Count > 0)
        {
            var first = violations[0];
            var path = string.Concat(first.Path.Select(segment => segment.Index is { } index ? $"[{index}]" : $".{segment.Key}"));
            throw new RunException(
                $"{_patches[^1].Place}: with its patches the {_name} is not valid: {path.TrimStart('.')}: {first.Problem}; correct the patches"
            );
        }
    }
}
