using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the templates of claims in pods and stateful sets.</summary>
internal static class ClaimTemplateRules
{
    private static readonly string[] _allowedMetadata = ["annotations", "labels", "creationTimestamp"];

    /// <summary>Checks the template of an ephemeral volume, whose metadata has labels and annotations only.</summary>
    public static void Check(JsonObject template, string path, FieldErrors errors)
    {
        var metadata = template.Map("metadata") ?? [];
        MetadataRules.CheckAnnotations(metadata.Map("annotations"), $"{path}.metadata.annotations", errors);
        LabelRules.Check(metadata.Map("labels"), $"{path}.metadata.labels", errors);
        foreach (var field in metadata.Select(entry => entry.Key).Where(field => !_allowedMetadata.Contains(field)))
        {
            errors.Forbidden($"{path}.metadata.{field}", "cannot be set");
        }

        ClaimRules.CheckSpec(template.Map("spec") ?? [], null, $"{path}.spec", errors);
    }
}
