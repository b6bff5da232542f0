using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The tables of kinds of the core group and of other kinds that pods and nodes refer to.</summary>
internal static class CoreTables
{
    public static readonly ITableLayout Namespaces = new TableLayout(
        Name,
        Text("Status", item => item.Status.Text("phase")).As("The status of the namespace"),
        Age
    );

    public static readonly ITableLayout ConfigMaps = new TableLayout(
        Name,
        DataCount("data", "binaryData").From("core.v1.ConfigMap.data"),
        Age
    );

    public static readonly ITableLayout Secrets = new TableLayout(
        Name,
        Text("Type", item => item.Body.Text("type")).From("core.v1.Secret.type"),
        DataCount("data").From("core.v1.Secret.data"),
        Age
    );

    public static readonly ITableLayout ResourceQuotas = new TableLayout(
        Name,
        Text("Request", item => Quota(item, limits: false))
            .As("Request represents a minimum amount of cpu/memory that a container may consume."),
        Text("Limit", item => Quota(item, limits: true))
            .As("Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node."),
        Age
    );

    public static readonly ITableLayout ComponentStatuses = new TableLayout(
        Name,
        Text("Status", Health).As("Status of the component conditions"),
        Text("Message", item => HealthCondition(item)?.Text("message")).As("Message of the component conditions"),
        Text("Error", item => HealthCondition(item)?.Text("error")).As("Error of the component conditions")
    );

    public static readonly ITableLayout PriorityClasses = new TableLayout(
        Name,
        Count("Value", item => item.Body.Number("value")).From("scheduling.v1.PriorityClass.value"),
        new Column("Global-Default", (item, _) => item.Body.Flag("globalDefault"), "boolean").From(
            "scheduling.v1.PriorityClass.globalDefault"
        ),
        Age,
        Text("PreemptionPolicy", item => item.Body.Text("preemptionPolicy")).From("scheduling.v1.PriorityClass.preemptionPolicy")
    );

    public static readonly ITableLayout RuntimeClasses = new TableLayout(Name, Text("Handler", item => item.Body.Text("handler")), Age);

    public static readonly ITableLayout Leases = new TableLayout(
        Name,
        Text("Holder", item => item.Spec.Text("holderIdentity")).From("coordination.v1.LeaseSpec.holderIdentity"),
        Age
    );

    private static Column DataCount(params string[] fields) =>
        new("Data", (item, _) => fields.Sum(field => item.Body.Map(field)?.Count ?? 0));

    private static string Quota(KubeObject quota, bool limits)
    {
        var hard = quota.Status.Map("hard") ?? [];
        return string.Join(
            ", ",
            hard.Where(entry => entry.Key.StartsWith("limits.", StringComparison.Ordinal) == limits)
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => $"{entry.Key}: {quota.Status.Text("used", entry.Key) ?? "0"}/{entry.Value}")
        );
    }

    private static System.Text.Json.Nodes.JsonObject? HealthCondition(KubeObject component) =>
        component.Body.Objects("conditions").FirstOrDefault(condition => condition.Text("type") == "Healthy");

    private static string Health(KubeObject component) =>
        HealthCondition(component) is not { } condition ? "Unknown"
        : condition.Text("status") == "True" ? "Healthy"
        : "Unhealthy";
}
