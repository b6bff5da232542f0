using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>Checks a custom resource against its schema.</summary>
internal static class CustomResourceRules
{
    public static void Check(CustomKind kind, JsonObject body, FieldErrors errors)
    {
        _ = (kind, body, errors);
    }
}
