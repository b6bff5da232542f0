using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Validation rules for CustomResourceDefinitions.</summary>
internal static class DefinitionRules
{
    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var definition = new InternalDefinition(spec);
        CheckName(candidate);
        CheckGroup(spec, errors);
        CheckOneOf(errors, "spec.scope", spec.Text("scope"), "Cluster", "Namespaced");
        CheckVersions(candidate, definition);
        foreach (var field in (ReadOnlySpan<string>)["plural", "singular", "kind", "listKind"])
        {
            if (spec.Text("names", field) is null or "")
            {
                errors.Required($"spec.names.{field}");
            }
        }

        DefinitionNames.Check(spec.Map("names") ?? [], "spec.names", errors);
        if (definition.Schema is { IsCommon: true, Value: JsonObject common })
        {
            DefinitionSchemas.Check(common, definition.HasStatus, "spec.validation", IsUnchanged(candidate), errors);
        }

        VersionRules.CheckSubresources(definition.Subresources.Value as JsonObject, "spec.subresources", errors);
        VersionRules.CheckColumns(definition.Columns.Value as JsonArray, "spec.additionalPrinterColumns", errors);
        if (definition.SelectableFields.Value is JsonArray { Count: > 0 } fields)
        {
            CheckSelectableFields(definition, fields, errors);
        }

        ConversionRules.Check(spec.Map("conversion"), errors);
        CheckImmutable(candidate);
        CheckStatus(candidate, definition);
        CommunityGroups.Check(candidate);
        if (spec.Flag("preserveUnknownFields") && candidate.Current?.Spec.Flag("preserveUnknownFields") != true)
        {
            errors.Invalid(
                "spec.preserveUnknownFields",
                true,
                "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"
            );
        }
    }

    private static void CheckName(Candidate candidate)
    {
        var required = $"{candidate.Spec.Text("names", "plural")}.{candidate.Spec.Text("group")}";
        if (candidate.IsNew && candidate.Body.Text("metadata", "name") is { Length: > 0 } name && name != required)
        {
            candidate.Errors.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        }
    }

    private static void CheckGroup(JsonObject spec, FieldErrors errors)
    {
        var group = spec.Text("group") ?? "";
        if (group.Length == 0)
        {
            errors.Required("spec.group");
        }
        else if (ObjectNames.SubdomainProblems(group).ToList() is { Count: > 0 } problems)
        {
            errors.Invalid("spec.group", group, string.Join(',', problems));
        }
        else if (!group.Contains('.', StringComparison.Ordinal))
        {
            errors.Invalid("spec.group", group, "should be a domain with at least one dot");
        }
    }

    private static void CheckVersions(Candidate candidate, InternalDefinition definition)
    {
        var errors = candidate.Errors;
        foreach (var (index, version) in definition.Versions.Index())
        {
            if (
                definition.Schema.Value is null && version.Map("schema", "openAPIV3Schema") is null
                || definition.Schema.Value is JsonObject common && common.Map("openAPIV3Schema") is null
            )
            {
                errors.Required($"spec.versions[{index}].schema.openAPIV3Schema");
            }
        }
        foreach (var (index, version) in definition.Versions.Index())
        {
            CheckVersion(candidate, definition, version, $"spec.versions[{index}]");
        }

        CheckIdentical(definition, errors);
        var names = definition.Versions.Select(version => version.Text("name") ?? "").ToList();
        if (names.Distinct().Count() < names.Count)
        {
            errors.Invalid("spec.versions", DefinitionJson.OfVersions(definition), "must contain unique version names");
        }

        if (definition.Versions.Count(version => version.Flag("storage")) != 1)
        {
            errors.Invalid(
                "spec.versions",
                DefinitionJson.OfVersions(definition),
                "must have exactly one version marked as storage version"
            );
        }

        if (names is [{ Length: > 0 } first, ..] && ObjectNames.Rfc1035LabelProblems(first).ToList() is { Count: > 0 } problems)
        {
            errors.Invalid("spec.version", first, string.Join(',', problems));
        }
    }

    private static void CheckVersion(Candidate candidate, InternalDefinition definition, JsonObject version, string path)
    {
        var errors = candidate.Errors;
        var name = version.Text("name") ?? "";
        if (ObjectNames.Rfc1035LabelProblems(name).ToList() is { Count: > 0 } problems)
        {
            errors.Invalid($"{path}.name", name, string.Join(',', problems));
        }

        VersionRules.CheckDeprecation(version, path, errors);
        if (!definition.Schema.IsCommon && version.Map("schema") is { } schema)
        {
            var hasStatus = version.Map("subresources")?.ContainsKey("status") == true;
            DefinitionSchemas.Check(schema, hasStatus, $"{path}.schema", IsUnchanged(candidate, name), errors);
        }
        if (!definition.Subresources.IsCommon)
        {
            VersionRules.CheckSubresources(version.Map("subresources"), $"{path}.subresources", errors);
        }

        if (!definition.Columns.IsCommon)
        {
            VersionRules.CheckColumns(version.Array("additionalPrinterColumns"), $"{path}.additionalPrinterColumns", errors);
        }

        if (!definition.SelectableFields.IsCommon && version.Array("selectableFields") is { Count: > 0 } fields)
        {
            if (definition.Schema.IsCommon || version.Map("schema", "openAPIV3Schema") is not { } openApi)
            {
                errors.Invalid($"{path}.selectableFields", "", "may only be set when `version.schema.openAPIV3Schema` is not included");
            }
            else
            {
                SelectableFieldRules.Check(fields, openApi, $"{path}.selectableFields", errors);
            }
        }
    }

    private static void CheckSelectableFields(InternalDefinition definition, JsonArray fields, FieldErrors errors)
    {
        if (definition.Schema.Value is not JsonObject common)
        {
            errors.Invalid("spec.selectableFields", "", "may only be set when validations.schema is included");
        }
        else if (common.Map("openAPIV3Schema") is { } openApi)
        {
            SelectableFieldRules.Check(fields, openApi, "spec.selectableFields", errors);
        }
    }

    private static void CheckIdentical(InternalDefinition definition, FieldErrors errors)
    {
        foreach (
            var (shared, field, name) in (ReadOnlySpan<(InternalDefinition.Shared, string, string)>)
                [
                    (definition.Schema, "schema", "validation"),
                    (definition.Subresources, "subresources", "subresources"),
                    (definition.Columns, "additionalPrinterColumns", "additionalPrinterColumns"),
                ]
        )
        {
            if (
                !shared.IsCommon
                && definition.Versions.Count > 0
                && definition.Versions.All(version => version[field] is not null)
                && definition.Versions.All(version => JsonNode.DeepEquals(version[field], definition.Versions[0][field]))
            )
            {
                var plural = field == "schema" ? "schemas" : field;
                errors.Invalid(
                    "spec.versions",
                    DefinitionJson.OfVersions(definition),
                    $"per-version {plural} may not all be set to identical values (top-level {name} should be used instead)"
                );
            }
        }
    }

    internal static void CheckOneOf(FieldErrors errors, string path, string? value, params string[] accepted)
    {
        if (value is null or "")
        {
            errors.Required(path);
        }
        else if (!accepted.Contains(value))
        {
            errors.NotSupported(path, value, accepted);
        }
    }

    private static void CheckImmutable(Candidate candidate)
    {
        if (candidate.Current is not { } current)
        {
            return;
        }

        if (current.Status.HasCondition("Established"))
        {
            CheckUnchanged("scope");
            CheckUnchanged("names", "kind");
        }

        CheckUnchanged("group");
        CheckUnchanged("names", "plural");

        void CheckUnchanged(params string[] path)
        {
            if (candidate.Spec.Text(path) != current.Spec.Text(path))
            {
                candidate.Errors.Invalid($"spec.{string.Join('.', path)}", candidate.Spec.Text(path) ?? "", "field is immutable");
            }
        }
    }

    private static void CheckStatus(Candidate candidate, InternalDefinition definition)
    {
        var errors = candidate.Errors;
        var status = candidate.Body.Map("status") ?? [];
        DefinitionNames.Check(status.Map("acceptedNames") ?? [], "status.acceptedNames", errors);
        var stored = (status.Array("storedVersions") ?? []).Select(item => item?.ToString() ?? "").ToList();
        if (stored.Count == 0)
        {
            errors.Invalid("status.storedVersions", null, "must have at least one stored version");
            return;
        }
        var names = definition.Versions.Select(version => version.Text("name") ?? "").ToHashSet();
        foreach (var name in definition.Versions.Where(version => version.Flag("storage")).Select(version => version.Text("name") ?? ""))
        {
            if (!stored.Contains(name))
            {
                errors.Invalid("status.storedVersions", status["storedVersions"]?.DeepClone(), $"must have the storage version {name}");
            }
        }
        foreach (var (index, name) in stored.Index().Where(item => !names.Contains(item.Item)))
        {
            errors.Invalid(
                $"status.storedVersions[{index}]",
                name,
                $"missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions until a storage "
                    + $"migration ensures no data remains persisted in {name} and removes {name} from status.storedVersions"
            );
        }
    }

    /// <summary>Whether an update leaves the schema of a version as it is: the costs of its rules are then not checked again.</summary>
    private static bool IsUnchanged(Candidate candidate, string? version = null)
    {
        var name = version ?? candidate.Spec.Objects("versions").FirstOrDefault().Text("name");
        return candidate.Current is { } current
            && current.Spec.Objects("versions").FirstOrDefault(old => old.Text("name") == name) is { } old
            && JsonNode.DeepEquals(
                old["schema"],
                candidate.Spec.Objects("versions").FirstOrDefault(given => given.Text("name") == name)?["schema"]
            );
    }
}
