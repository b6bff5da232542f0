using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>Converts objects between the stored API version and others.</summary>
internal static class KindConversion
{
    private static readonly (string Core, string Events)[] _eventFields =
    [
        ("involvedObject", "regarding"),
        ("message", "note"),
        ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"),
        ("count", "deprecatedCount"),
        ("reportingComponent", "reportingController"),
    ];

    /// <summary>The order of an event's fields in events.k8s.io.</summary>
    private static readonly string[] _eventOrder =
    [
        "kind",
        "apiVersion",
        "metadata",
        "eventTime",
        "series",
        "reportingController",
        "reportingInstance",
        "action",
        "reason",
        "regarding",
        "related",
        "note",
        "type",
        "deprecatedSource",
        "deprecatedFirstTimestamp",
        "deprecatedLastTimestamp",
        "deprecatedCount",
    ];

    /// <summary>Converts an object to the version of <paramref name="kind"/>. Returns the same instance if nothing changes.</summary>
    public static JsonObject FromStorage(ResourceKind kind, JsonObject stored)
    {
        if (stored.Text("apiVersion") == kind.ApiVersion)
        {
            return stored;
        }

        var converted = stored.Clone();
        converted["apiVersion"] = kind.ApiVersion;
        if (kind.Kind == "HorizontalPodAutoscaler" && kind.Version == "v1")
        {
            return HorizontalPodAutoscalerConversion.ToV1(converted);
        }

        if (kind.Resource.Group == "events.k8s.io")
        {
            Rename(converted, _eventFields);
            return OrderEvent(converted);
        }

        return converted;
    }

    /// <summary>Converts <paramref name="body"/> in place to the stored version and returns it.</summary>
    public static JsonObject ToStorage(ResourceKind kind, ResourceKind stored, JsonObject body)
    {
        if (kind.ApiVersion == stored.ApiVersion)
        {
            return body;
        }

        body["apiVersion"] = stored.ApiVersion;
        if (kind.Kind == "HorizontalPodAutoscaler" && kind.Version == "v1")
        {
            return HorizontalPodAutoscalerConversion.ToV2(body);
        }

        if (kind.Resource.Group == "events.k8s.io")
        {
            Rename(body, [.. _eventFields.Select(pair => (pair.Events, pair.Core))]);
        }

        return body;
    }

    private static JsonObject OrderEvent(JsonObject body)
    {
        var ordered = new JsonObject();
        foreach (var field in _eventOrder.Concat(body.Select(entry => entry.Key)).Distinct().ToList())
        {
            if (body.TryGetPropertyValue(field, out var value))
            {
                ordered[field] = value?.DeepClone();
            }
        }

        return ordered;
    }

    private static void Rename(JsonObject body, IEnumerable<(string From, string To)> fields)
    {
        foreach (var (from, to) in fields)
        {
            if (!body.TryGetPropertyValue(from, out var value))
            {
                continue;
            }

            body.Remove(from);
            body[to] = value;
        }
    }
}
