using System.Text.Json.Nodes;
using Likeness.Recordings;
using Likeness.Running;

namespace Likeness.Comparison;

/// <summary>Compares the order of operations: exactly where they run one at a time, otherwise along dependencies.</summary>
internal static class OrderComparison
{
    private static readonly HashSet<string> Deletions = ["delete", "delete-replaced", "discard", "discard-replaced"];

    public static IEnumerable<Miss> Compare(ScenarioStep step, RecordedStep expected, StepOutcome actual) =>
        step.IsSequential
            ? CompareExactly(expected, actual)
            : FindViolations(actual.Activity.Operations, actual.StateBefore, actual.State).Distinct();

    private static IEnumerable<Miss> CompareExactly(RecordedStep expected, StepOutcome actual)
    {
        var recorded = string.Join(", ", expected.Operations.Select(item => Text((string)item!["op"]!, (string)item["urn"]!)));
        var own = string.Join(", ", actual.Activity.Operations.Select(operation => Text(operation.Op, operation.Urn)));
        if (recorded != own)
        {
            yield return new Miss(Rule.Order, $"{recorded} → {own}", recorded, own);
        }

        static string Text(string op, string urn) => $"{op} {urn.Split("::")[^1]}";
    }

    private static IEnumerable<Miss> FindViolations(IReadOnlyList<EngineOperation> operations, JsonObject? before, JsonObject? after)
    {
        var byUrn = operations.ToLookup(operation => operation.Urn);
        foreach (var resource in Resources(after).Concat(Resources(before)))
        {
            var urn = (string)resource["urn"]!;
            foreach (var needed in Needs(resource))
            {
                foreach (var operation in byUrn[urn])
                {
                    var isDeletion = Deletions.Contains(operation.Op);
                    var isWrong = byUrn[needed]
                        .Where(other =>
                            Deletions.Contains(other.Op) == isDeletion && (operation.Op == "refresh") == (other.Op == "refresh")
                        )
                        .Any(other => isDeletion ? other.Begin < operation.End : IsLate(other, operation));
                    if (isWrong)
                    {
                        yield return new Miss(
                            Rule.Order,
                            $"{operation.Op} {StepComparison.ShortUrn(urn)} {(isDeletion ? "after" : "before")} that of {StepComparison.ShortUrn(needed)}"
                        );
                    }
                }
            }
        }
    }

    // Components and the stack end when their outputs are registered, after their children.
    private static bool IsLate(EngineOperation needed, EngineOperation operation) =>
        operation.Op != "refresh"
        && needed.Begin > operation.Begin
        && operation.Json["announced"] is null
        && needed.Op is "create" or "update" or "create-replacement"
        && operation.Op is "create" or "update" or "create-replacement";

    private static IEnumerable<string> Needs(JsonObject resource)
    {
        var provider = (string?)resource["provider"];
        return
        [
            .. (resource["dependencies"] as JsonArray ?? []).Select(urn => (string)urn!),
            .. resource["parent"] is { } parent ? [(string)parent!] : (string[])[],
            .. resource["deletedWith"] is { } with ? [(string)with!] : (string[])[],
            .. provider is { Length: > 0 } ? [provider[..provider.LastIndexOf("::", StringComparison.Ordinal)]] : (string[])[],
        ];
    }

    private static IEnumerable<JsonObject> Resources(JsonObject? state) =>
        (state?["deployment"]?["resources"] as JsonArray ?? []).Select(item => item!.AsObject());
}
