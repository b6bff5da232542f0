using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>Finds the rules of a built-in kind.</summary>
internal static class KindRules
{
    public static void Check(ResourceKind kind, JsonObject body, KubeObject? current, FieldErrors errors)
    {
        _ = (kind, body, current, errors);
    }
}
