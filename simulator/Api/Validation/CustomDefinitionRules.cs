using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for CustomResourceDefinitions.</summary>
internal static class CustomDefinitionRules
{
    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var (group, plural) = (spec.Text("group") ?? "", spec.Text("names", "plural") ?? "");
        if (candidate.Body.Text("metadata", "name") is { } name && name != $"{plural}.{group}")
        {
            errors.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        }

        if (group.Length == 0)
        {
            errors.Required("spec.group");
        }
        else if (ObjectNames.SubdomainProblems(group).FirstOrDefault() is { } problem)
        {
            errors.Invalid("spec.group", group, problem);
        }
        else if (!group.Contains('.', StringComparison.Ordinal))
        {
            errors.Invalid("spec.group", group, "should be a domain with at least one dot");
        }

        if (spec.Text("scope") is not ("Cluster" or "Namespaced"))
        {
            errors.NotSupported("spec.scope", spec.Text("scope") ?? "", "Cluster", "Namespaced");
        }

        foreach (var field in (ReadOnlySpan<string>)["plural", "singular", "kind", "listKind"])
        {
            if (spec.Text("names", field) is null or "")
            {
                errors.Required($"spec.names.{field}");
            }
        }
        var versions = spec.Objects("versions").ToList();
        if (versions.Count(version => version.Flag("storage")) != 1)
        {
            errors.Invalid("spec.versions", spec["versions"]?.DeepClone(), "must have exactly one version marked as storage version");
        }

        foreach (var (index, version) in versions.Index())
        {
            if (version.Map("schema", "openAPIV3Schema") is null)
            {
                errors.Required($"spec.versions[{index}].schema.openAPIV3Schema");
            }
        }
    }
}
