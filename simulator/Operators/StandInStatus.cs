using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators;

/// <summary>Writes the statuses of custom resources.</summary>
internal static class StandInStatus
{
    /// <summary>Writes fields and conditions into a status, and keeps what else is in it. Unchanged ones are not written.</summary>
    /// <param name="context">What the operator works with.</param>
    /// <param name="item">The custom resource.</param>
    /// <param name="fields">The fields without the conditions.</param>
    /// <param name="conditions">The conditions, each with its reason; others stay.</param>
    public static void Write(this StandInContext context, ObjectView item, JsonObject fields, params ReadOnlySpan<Condition> conditions)
    {
        var status = item.Source.Status.Clone();
        foreach (var (key, value) in fields)
        {
            status[key] = value?.DeepClone();
        }

        if (conditions.Length > 0)
        {
            var all = StatusConditions.FromStatus(status);
            foreach (var condition in conditions)
            {
                all.Put(condition, context.Now);
            }

            status["conditions"] = all.ToJson();
        }

        context.Client.WriteStatus(item, status);
    }
}
