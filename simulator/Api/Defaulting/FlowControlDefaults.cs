using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Defaults of flow schemas and priority levels.</summary>
internal static class FlowControlDefaults
{
    public static void ApplyToFlowSchema(JsonObject spec) => SetIfZero(spec, "matchingPrecedence", 1000);

    public static void ApplyToPriorityLevel(JsonObject spec)
    {
        if (spec.Map("exempt") is { } exempt)
        {
            exempt.SetDefault("nominalConcurrencyShares", 0L);
            exempt.SetDefault("lendablePercent", 0L);
        }

        if (spec.Map("limited") is not { } limited)
        {
            return;
        }

        limited.SetDefault("nominalConcurrencyShares", 30L);
        limited.SetDefault("lendablePercent", 0L);
        if (limited.Map("limitResponse", "queuing") is { } queuing)
        {
            SetIfZero(queuing, "handSize", 8);
            SetIfZero(queuing, "queues", 64);
            SetIfZero(queuing, "queueLengthLimit", 50);
        }
    }

    /// <summary>Sets a number that is absent or zero.</summary>
    private static void SetIfZero(JsonObject json, string field, long value)
    {
        if ((json.Number(field) ?? 0) == 0)
        {
            json[field] = value;
        }
    }
}
