using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validates objects by the rules of their kind.</summary>
internal static class Validator
{
    /// <exception cref="StatusException">The object is invalid; the status contains all errors.</exception>
    public static void ValidateCreate(ResourceKind kind, JsonObject body, List<string> warnings)
    {
        var errors = new FieldErrors();
        MetadataRules.CheckNew(kind, body, errors);
        if (kind.Custom is { } custom)
        {
            CustomResourceRules.Check(custom, body, null, isStatus: false, errors, warnings);
        }
        else
        {
            KindRules.Check(kind, body, null, errors);
        }

        if (errors.Count == 0)
        {
            MetadataRules.CheckAnyNew(body, errors);
        }

        errors.ThrowIfAny(kind, body);
    }

    /// <exception cref="StatusException">The object is invalid, or the update changes an immutable field.</exception>
    public static void ValidateUpdate(ResourceKind kind, JsonObject body, KubeObject current, string subresource, List<string> warnings)
    {
        if (subresource == "binding")
        {
            return;
        }

        var errors = new FieldErrors();
        MetadataRules.CheckUpdate(kind, body, current, errors);
        if (kind.Custom is { } custom)
        {
            CustomResourceRules.Check(custom, body, current, subresource == "status", errors, warnings);
        }
        else if (subresource == "status")
        {
            StatusRules.Check(kind, body, current, errors);
        }
        else if (kind.Resource == GroupResource.Pods && subresource == "ephemeralcontainers")
        {
            PodSubresourceRules.CheckEphemeralContainers(new Candidate(body, current, errors) { Kind = kind });
        }
        else if (kind.Resource == GroupResource.Pods && subresource == "resize")
        {
            PodResizeRules.Check(new Candidate(body, current, errors) { Kind = kind });
        }
        else
        {
            KindRules.Check(kind, body, current, errors);
        }

        errors.ThrowIfAny(kind, body);
    }
}
