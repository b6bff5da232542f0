using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The tables of flow control: which requests wait for which others.</summary>
internal static class FlowControlTables
{
    private const string Queuing = "flowcontrol.v1.QueuingConfiguration";

    public static readonly ITableLayout FlowSchemas = new TableLayout(
        Name,
        Text("PriorityLevel", item => item.Spec.Text("priorityLevelConfiguration", "name"))
            .From("flowcontrol.v1.PriorityLevelConfigurationReference.name"),
        new Column("MatchingPrecedence", (item, _) => item.Spec.Number("matchingPrecedence") ?? 0).From(
            "flowcontrol.v1.FlowSchemaSpec.matchingPrecedence"
        ),
        Text("DistinguisherMethod", item => item.Spec.Text("distinguisherMethod", "type") ?? None)
            .From("flowcontrol.v1.FlowSchemaSpec.distinguisherMethod"),
        Age,
        Text("MissingPL", Dangling).As("references a broken or non-existent PriorityLevelConfiguration")
    );

    public static readonly ITableLayout PriorityLevels = new TableLayout(
        Name,
        Text("Type", item => item.Spec.Text("type")).From("flowcontrol.v1.PriorityLevelConfigurationSpec.type"),
        NumberOrNone("NominalConcurrencyShares", "limited", "nominalConcurrencyShares")
            .From("flowcontrol.v1.LimitedPriorityLevelConfiguration.nominalConcurrencyShares"),
        NumberOrNone("Queues", "limited", "limitResponse", "queuing", "queues").From($"{Queuing}.queues"),
        NumberOrNone("HandSize", "limited", "limitResponse", "queuing", "handSize").From($"{Queuing}.handSize"),
        NumberOrNone("QueueLengthLimit", "limited", "limitResponse", "queuing", "queueLengthLimit").From($"{Queuing}.queueLengthLimit"),
        Age
    );

    private static Column NumberOrNone(string name, params string[] path) =>
        new(name, (item, _) => item.Spec.Number(path) is { } number ? JsonValue.Create(number) : JsonValue.Create(None));

    private static string Dangling(KubeObject schema) =>
        schema.Status.Objects("conditions").FirstOrDefault(condition => condition.Text("type") == "Dangling")?.Text("status") ?? "?";
}
