using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The tables of drivers of volumes (CSI).</summary>
internal static class DriverTables
{
    private const string Spec = "storage.v1.CSIDriverSpec";

    public static readonly ITableLayout Nodes = new TableLayout(
        Name,
        Count("Drivers", item => item.Spec.Array("drivers")?.Count)
            .As("Drivers indicates the number of CSI drivers registered on the node"),
        Age
    );

    public static readonly ITableLayout Drivers = new TableLayout(
        Name,
        Flag("AttachRequired", "attachRequired", byDefault: true),
        Flag("PodInfoOnMount", "podInfoOnMount"),
        Flag("StorageCapacity", "storageCapacity"),
        Text("TokenRequests", TokenAudiences).From($"{Spec}.tokenRequests"),
        Flag("RequiresRepublish", "requiresRepublish"),
        Text("Modes", item => Join(item.Spec.Array("volumeLifecycleModes")) is { Length: > 0 } modes ? modes : None)
            .From($"{Spec}.volumeLifecycleModes"),
        Age
    );

    public static readonly ITableLayout Capacities = new TableLayout(
        Name,
        Text("StorageClassName", item => item.Body.Text("storageClassName")).From("storage.v1.CSIStorageCapacity.storageClassName"),
        Text("Capacity", item => item.Body.Text("capacity") ?? Unset).From("storage.v1.CSIStorageCapacity.capacity")
    );

    private static Column Flag(string name, string field, bool byDefault = false) =>
        new Column(name, (item, _) => JsonValue.Create(item.Spec[field] is null ? byDefault : item.Spec.Flag(field)), "boolean").From(
            $"{Spec}.{field}"
        );

    private static string TokenAudiences(KubeObject driver) =>
        driver.Spec.Array("tokenRequests") is { Count: > 0 }
            ? string.Join(",", driver.Spec.Objects("tokenRequests").Select(request => request.Text("audience")))
            : Unset;
}
