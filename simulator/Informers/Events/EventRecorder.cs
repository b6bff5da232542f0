using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Events;

/// <summary>Whether an event is part of normal life or needs attention.</summary>
internal enum EventType
{
    /// <summary>Part of normal life.</summary>
    Normal,

    /// <summary>Something needs attention.</summary>
    Warning,
}

/// <summary>
/// Writes Kubernetes events, as <c>kubectl describe</c> shows them. The same thing happening again to the same object counts up the event there is; from the tenth message of one
/// kind within ten minutes on, they are combined into one event.
/// An event about an object in a namespace that is going away is dropped.
/// </summary>
internal sealed class EventRecorder(IClusterClient client, TimeProvider clock)
{
    // Recurrence is remembered for so many events; beyond, the oldest are forgotten and would be written anew.
    private const int Remembered = 4096;

    private readonly Dictionary<(string Uid, string Reason, string Message, string Component), (string Name, int Count)> _written = [];
    private readonly Queue<(string Uid, string Reason, string Message, string Component)> _order = new();
    private readonly EventAggregation _aggregation = new();
    private long _lastStamp;

    /// <summary>Records that something happened to <paramref name="about"/>.</summary>
    /// <param name="about">The object.</param>
    /// <param name="type">Normal or a warning.</param>
    /// <param name="reason">One word in camel case.</param>
    /// <param name="message">The message for people.</param>
    /// <param name="component">Who reports it.</param>
    /// <param name="host">The node it happened on, if any.</param>
    /// <param name="fieldPath">The part of the object, such as <c>spec.containers{app}</c>.</param>
    public void Record(KubeObject about, EventType type, string reason, string message, string component, string? host = null, string? fieldPath = null)
    {
        var combined = _aggregation.Combine((about.Uid, reason, component), message, clock.GetUtcNow());
        var key = (about.Uid, reason, combined is null ? message : "", component);
        message = combined ?? message;
        try
        {
            if (_written.TryGetValue(key, out var known) && CountUp(about, known.Name, known.Count + 1, message))
                _written[key] = known with { Count = known.Count + 1 };
            else
                Remember(key, client.Create(GroupResource.Events, Describe(about, type, reason, message, component, host, fieldPath)).Name);
        }
        catch (StatusException refused) when (refused.Reason is StatusReason.Forbidden or StatusReason.NotFound)
        {
            // The namespace is terminating: nobody can read the event any more.
        }
    }

    private bool CountUp(KubeObject about, string name, int count, string message)
    {
        var inNamespace = NamespaceOf(about);
        if (client.Find(GroupResource.Events, inNamespace, name) is null)
            return false;
        client.Patch(
            GroupResource.Events, inNamespace, name,
            new JsonObject { ["count"] = count, ["message"] = message, ["lastTimestamp"] = Timestamps.Write(clock.GetUtcNow()) });
        return true;
    }

    private void Remember((string Uid, string Reason, string Message, string Component) key, string name)
    {
        if (_written.TryAdd(key, (name, 1)))
            _order.Enqueue(key);
        else
            _written[key] = (name, 1);
        if (_order.Count <= Remembered)
            return;
        _written.Remove(_order.Dequeue());
        if (_order.Count % 1024 == 0)
            _aggregation.Forget(clock.GetUtcNow());
    }

    private JsonObject Describe(KubeObject about, EventType type, string reason, string message, string component, string? host, string? fieldPath)
    {
        var now = clock.GetUtcNow();
        // Names hold the time in nanoseconds; two events in one tick must still differ.
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
            involved.Remove("namespace");
        if (fieldPath is not null)
            involved["fieldPath"] = fieldPath;
        var source = new JsonObject { ["component"] = component };
        if (host is not null)
            source["host"] = host;
        var metadata = new JsonObject { ["name"] = $"{about.Name}.{_lastStamp.ToString("x", CultureInfo.InvariantCulture)}", ["namespace"] = NamespaceOf(about) };
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = metadata,
            ["involvedObject"] = involved,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = source,
            ["firstTimestamp"] = Timestamps.Write(now),
            ["lastTimestamp"] = Timestamps.Write(now),
            ["count"] = 1,
            ["type"] = type.ToString(),
            ["reportingComponent"] = component,
            ["reportingInstance"] = host ?? "",
        };
    }

    private static string NamespaceOf(KubeObject about) => about.Namespace.Length == 0 ? "default" : about.Namespace;
}
