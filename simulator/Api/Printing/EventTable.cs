using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The table of events.</summary>
internal static class EventTable
{
    public static readonly ITableLayout Layout = new TableLayout(
        new Column("Last Seen", (item, now) => HumanDuration.Since(LastSeen(item), now)).From("core.v1.Event.lastTimestamp"),
        Text("Type", item => item.Body.Text("type")).From("core.v1.Event.type"),
        Text("Reason", item => item.Body.Text("reason")).From("core.v1.Event.reason"),
        Text("Object", item => $"{item.Body.Text("involvedObject", "kind")?.ToLowerInvariant()}/{item.Body.Text("involvedObject", "name")}")
            .From("core.v1.Event.involvedObject"),
        Text("Subobject", item => item.Body.Text("involvedObject", "fieldPath"), 1).From("core.v1.ObjectReference.fieldPath"),
        Text("Source", Source, 1).From("core.v1.Event.source"),
        Text("Message", item => item.Body.Text("message")?.Trim()).From("core.v1.Event.message"),
        new Column(
            "First Seen",
            (item, now) => HumanDuration.Since(item.Body.Time("firstTimestamp") ?? item.Body.Time("eventTime"), now),
            "string",
            1
        ).From("core.v1.Event.firstTimestamp"),
        new Column("Count", (item, _) => item.Body.Number("series", "count") ?? item.Body.Number("count") ?? 1, "string", 1).From(
            "core.v1.Event.count"
        ),
        Name with
        {
            Priority = 1,
        }
    );

    private static DateTimeOffset? LastSeen(KubeObject item) =>
        item.Body.Time("series", "lastObservedTime")
        ?? item.Body.Time("lastTimestamp")
        ?? item.Body.Time("firstTimestamp")
        ?? item.Body.Time("eventTime");

    private static string Source(KubeObject item)
    {
        var component = item.Body.Text("source", "component") is { Length: > 0 } source ? source : item.Body.Text("reportingComponent");
        var host = item.Body.Text("source", "host") is { Length: > 0 } sourceHost ? sourceHost : item.Body.Text("reportingInstance");
        return string.IsNullOrEmpty(host) ? component ?? "" : $"{component}, {host}";
    }
}
