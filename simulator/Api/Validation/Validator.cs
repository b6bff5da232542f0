using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>Checks objects against the rules of their kind.</summary>
internal static class Validator
{
    /// <exception cref="StatusException">The object breaks rules; the refusal names all of them.</exception>
    public static void ValidateCreate(ResourceKind kind, JsonObject body)
    {
        var errors = new FieldErrors();
        MetadataRules.Check(kind, body, errors);
        if (kind.Custom is { } custom)
        {
            CustomResourceRules.Check(custom, body, errors);
        }
        else
        {
            KindRules.Check(kind, body, null, errors);
        }

        errors.Throw(kind, body);
    }

    /// <exception cref="StatusException">The object breaks rules, or changes what cannot be changed.</exception>
    public static void ValidateUpdate(ResourceKind kind, JsonObject body, KubeObject current, string subresource)
    {
        if (subresource == "binding")
        {
            return;
        }

        var errors = new FieldErrors();
        MetadataRules.Check(kind, body, errors);
        MetadataRules.CheckUpdate(body, current, errors);
        if (kind.Custom is { } custom)
        {
            CustomResourceRules.Check(custom, body, errors);
        }
        else if (subresource == "status")
        {
            StatusRules.Check(kind, body, errors);
        }
        else
        {
            KindRules.Check(kind, body, current, errors);
        }

        errors.Throw(kind, body);
    }
}
