using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;
using Infra.Kubernetes.Schema;

namespace Infra.Engine.Kubernetes.Previews;

/// <summary>Validates custom resources against a definition that the same deployment creates or changes.</summary>
internal static class CustomResourceCheck
{
    private static readonly string[] FieldsOfAllObjects = ["apiVersion", "kind", "metadata"];

    /// <summary>Describes what the server would reject; null if nothing is known to be wrong.</summary>
    /// <param name="definition">The manifest of the CustomResourceDefinition.</param>
    /// <param name="manifest">The custom resource.</param>
    /// <param name="isApplied">True for a server-side apply, which rejects unknown fields; a creation drops them.</param>
    public static string? FindProblem(JsonObject definition, JsonObject manifest, bool isApplied)
    {
        var version = manifest.Type().Version;
        if (
            definition.Objects("spec", "versions").FirstOrDefault(v => v.Text("name") == version) is not { } served
            || !served.Flag("served")
        )
        {
            return $"the CustomResourceDefinition {definition.Name()} does not serve the version {version}";
        }

        if (served.At("schema", "openAPIV3Schema") is not JsonObject schema || Unknowns.In(schema))
        {
            return null;
        }

        var fields = manifest.Copy();
        foreach (var key in FieldsOfAllObjects)
        {
            fields.Remove(key);
        }

        var type = ObjectType.FromOpenApi(JsonSerializer.SerializeToElement(schema));
        return ObjectValidator
            .Validate(type, fields, ValidatedForm.Partial, Unknowns.IsUnknown)
            .Where(violation => isApplied || !IsUnknownField(violation))
            .Select(violation => $".{Format(violation)}: {violation.Problem}, says the CustomResourceDefinition {definition.Name()}")
            .FirstOrDefault();
    }

    private static bool IsUnknownField(SchemaViolation violation) => !violation.Path.IsEmpty && violation.Word == violation.Path[^1].Key;

    private static string Format(SchemaViolation violation) =>
        string.Concat(
            violation.Path.Select(
                (step, i) =>
                    step.Index is { } index ? $"[{index}]"
                    : i == 0 ? step.Key
                    : $".{step.Key}"
            )
        );
}
