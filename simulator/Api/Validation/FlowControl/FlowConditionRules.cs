using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.FlowControl;

/// <summary>Validation rules for the conditions of FlowSchemas and PriorityLevelConfigurations.</summary>
internal static class FlowConditionRules
{
    public static void Check(JsonObject status, FieldErrors errors)
    {
        var seen = new HashSet<string>();
        foreach (var (index, condition) in status.Objects("conditions").Index())
        {
            var (path, type) = ($"status.conditions[{index}].type", condition.Text("type") ?? "");
            if (!seen.Add(type))
            {
                errors.Duplicate(path, type);
            }

            if (type.Length == 0)
            {
                errors.Required(path, "must not be empty");
            }
        }
    }
}
