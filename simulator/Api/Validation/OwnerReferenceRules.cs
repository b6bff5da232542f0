using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for <c>metadata.ownerReferences</c>, whose errors do not name the index.</summary>
internal static class OwnerReferenceRules
{
    private const string Path = "metadata.ownerReferences";

    public static void Check(JsonObject metadata, FieldErrors errors)
    {
        string? firstController = null;
        foreach (var owner in metadata.Objects("ownerReferences"))
        {
            CheckOne(owner, errors);
            if (!owner.Flag("controller"))
            {
                continue;
            }

            var controller = owner.Text("kind") + "/" + owner.Text("name");
            if (firstController is null)
            {
                firstController = controller;
                continue;
            }

            errors.Invalid(
                Path,
                metadata["ownerReferences"]?.DeepClone(),
                $"Only one reference can have Controller set to true. Found \"true\" in references for {firstController} and {controller}"
            );
        }
    }

    private static void CheckOne(JsonObject owner, FieldErrors errors)
    {
        var apiVersion = owner.Text("apiVersion") ?? "";
        // A group without a version, or more than one slash.
        if (apiVersion.Length == 0 || apiVersion.EndsWith('/') || apiVersion.Count(character => character == '/') > 1)
        {
            errors.Invalid($"{Path}.apiVersion", apiVersion, "version must not be empty");
        }

        foreach (var field in (ReadOnlySpan<string>)["kind", "name", "uid"])
        {
            if (owner.Text(field) is null or "")
            {
                errors.Invalid($"{Path}.{field}", "", "must not be empty");
            }
        }
        if (apiVersion == "v1" && owner.Text("kind") == "Event")
        {
            errors.Invalid(Path, owner.Clone(), "/v1, Kind=Event is disallowed from being an owner");
        }
    }
}
