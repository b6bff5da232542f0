using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>Checks that a custom resource is of the kind and version of its URL, which Kubernetes does only by validation.</summary>
internal static class CustomResourceTypes
{
    /// <exception cref="StatusException">It is not.</exception>
    public static void Check(ResourceKind kind, JsonObject body)
    {
        if (kind.Custom is null)
        {
            return;
        }

        var errors = new List<FieldError>();
        var (given, apiVersion) = (body.Text("kind"), body.Text("apiVersion"));
        if (given is { Length: > 0 } && given != kind.Kind)
        {
            errors.Add(FieldError.Invalid("kind", given, $"must be {kind.Kind}"));
        }

        if (apiVersion is { Length: > 0 } && apiVersion != kind.ApiVersion)
        {
            errors.Add(FieldError.Invalid("apiVersion", apiVersion, $"must be {kind.ApiVersion}"));
        }

        if (errors.Count > 0)
        {
            // The message names the kind that the object claims to be.
            var group = (apiVersion ?? kind.ApiVersion).Split('/') is [var first, _] ? first : "";
            throw FieldError.CreateException(group, given ?? kind.Kind, body.Text("metadata", "name") ?? "", errors);
        }
    }
}
