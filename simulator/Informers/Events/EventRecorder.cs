using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Events;

/// <summary><c>type</c> of an event.</summary>
internal enum EventType
{
    /// <summary>Regular operation.</summary>
    Normal,

    /// <summary>A problem.</summary>
    Warning,
}

/// <summary>
/// Records Kubernetes events, as <c>kubectl describe</c> shows them. A recurring event increments the count of the existing one; from the
/// tenth message of one reason within ten minutes on, messages are combined into one event, and an object with many events gets few more.
/// Events in a terminating namespace are dropped.
/// </summary>
internal sealed class EventRecorder(IClusterClient client, TimeProvider clock)
{
    // The number of events whose recurrence is counted; an older event that recurs is written as a new one.
    private const int MaxCounted = 4096;

    // Expired messages are looked for after this many events.
    private const int RemovalInterval = 1024;

    private readonly Dictionary<
        (string Uid, string FieldPath, string Reason, string Message, string Component),
        (string Name, int Count)
    > _written = [];
    private readonly Queue<(string Uid, string FieldPath, string Reason, string Message, string Component)> _order = new();
    private readonly EventAggregation _aggregation = new();
    private readonly SpamFilter _spam = new();
    private long _lastStamp;
    private int _dropped;

    /// <summary>Records an event about an object.</summary>
    /// <param name="about">The involved object.</param>
    /// <param name="type">Normal or Warning.</param>
    /// <param name="reason">One word in CamelCase.</param>
    /// <param name="message">The human-readable message.</param>
    /// <param name="component">The reporting component.</param>
    /// <param name="host">The node, if the event belongs to one.</param>
    /// <param name="fieldPath">The part of the object, such as <c>spec.containers{app}</c>.</param>
    public void Record(
        KubeObject about,
        EventType type,
        string reason,
        string message,
        string component,
        string? host = null,
        string? fieldPath = null
    )
    {
        var combined = _aggregation.Combine((about.Uid, reason, component), message, clock.GetUtcNow());
        var key = (about.Uid, fieldPath ?? "", reason, combined is null ? message : "", component);
        message = combined ?? message;
        var isKnown = _written.TryGetValue(key, out var known);
        if (!_spam.Allows($"{component} {host} {about.Uid}", clock.GetUtcNow()))
        {
            if (isKnown)
            {
                _written[key] = known with { Count = known.Count + 1 };
            }

            return;
        }

        try
        {
            if (isKnown && TryIncrement(about, known.Name, known.Count + 1, message))
            {
                _written[key] = known with { Count = known.Count + 1 };
            }
            else
            {
                Track(key, client.Create(GroupResource.Events, Describe(about, type, reason, message, component, host, fieldPath)).Name);
            }
        }
        catch (StatusException refused) when (refused.Reason is StatusReason.Forbidden or StatusReason.NotFound)
        {
            // The namespace is terminating: its events are about to be deleted.
        }
    }

    private bool TryIncrement(KubeObject about, string name, int count, string message)
    {
        var inNamespace = GetNamespace(about);
        if (client.Find(GroupResource.Events, inNamespace, name) is null)
        {
            return false;
        }

        client.Patch(
            GroupResource.Events,
            inNamespace,
            name,
            new JsonObject
            {
                ["count"] = count,
                ["message"] = message,
                ["lastTimestamp"] = Timestamps.Format(clock.GetUtcNow()),
            }
        );
        return true;
    }

    private void Track((string Uid, string FieldPath, string Reason, string Message, string Component) key, string name)
    {
        if (_written.TryAdd(key, (name, 1)))
        {
            _order.Enqueue(key);
        }
        else
        {
            _written[key] = (name, 1);
        }

        if (_order.Count <= MaxCounted)
        {
            return;
        }

        _written.Remove(_order.Dequeue());
        if (++_dropped % RemovalInterval == 0)
        {
            _aggregation.RemoveExpired(clock.GetUtcNow());
        }
    }

    private JsonObject Describe(
        KubeObject about,
        EventType type,
        string reason,
        string message,
        string component,
        string? host,
        string? fieldPath
    )
    {
        var now = clock.GetUtcNow();
        // Names contain the time in nanoseconds and must differ within one tick of the clock.
        _lastStamp = Math.Max((now - DateTimeOffset.UnixEpoch).Ticks * 100, _lastStamp + 1);
        var involved = new JsonObject
        {
            ["kind"] = about.Kind,
            ["namespace"] = about.Namespace,
            ["name"] = about.Name,
            ["uid"] = about.Uid,
            ["apiVersion"] = about.ApiVersion,
            ["resourceVersion"] = about.Version.ToString(CultureInfo.InvariantCulture),
        };
        if (about.Namespace.Length == 0)
        {
            involved.Remove("namespace");
        }

        if (fieldPath is not null)
        {
            involved["fieldPath"] = fieldPath;
        }

        var source = new JsonObject { ["component"] = component };
        if (host is not null)
        {
            source["host"] = host;
        }

        var metadata = new JsonObject
        {
            ["name"] = $"{about.Name}.{_lastStamp.ToString("x", CultureInfo.InvariantCulture)}",
            ["namespace"] = GetNamespace(about),
        };
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = metadata,
            ["involvedObject"] = involved,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = source,
            ["firstTimestamp"] = Timestamps.Format(now),
            ["lastTimestamp"] = Timestamps.Format(now),
            ["count"] = 1,
            ["type"] = type.ToString(),
            ["reportingComponent"] = component,
            ["reportingInstance"] = host ?? "",
        };
    }

    private static string GetNamespace(KubeObject about) => about.Namespace.Length == 0 ? "default" : about.Namespace;
}
