using System.Text.Json.Nodes;
using Likeness.Recordings;

namespace Likeness.Comparison;

/// <summary>Compares the stack's state after a step.</summary>
internal static class StateComparison
{
    public static IEnumerable<Miss> Compare(JsonObject? expected, JsonObject? actual, Bindings bindings, Intents intents)
    {
        if (expected is null || actual is null)
        {
            return (expected is null) == (actual is null)
                ? []
                : [new Miss(Rule.State, expected is null ? "a stack that the recording has not" : "no stack")];
        }

        return [.. CompareResources(expected, actual, bindings, intents), .. CompareRest(expected, actual, bindings, intents)];
    }

    private static IEnumerable<Miss> CompareResources(JsonObject expected, JsonObject actual, Bindings bindings, Intents intents) =>
        ListMatch.Compare(
            Rule.State,
            Items(expected, "resources").Select(StateContent.WithSortedDependencies).Select(StateContent.WithoutNode),
            Items(actual, "resources").Select(StateContent.WithSortedDependencies).Select(StateContent.WithoutNode),
            Key,
            bindings,
            intents
        );

    private static IEnumerable<Miss> CompareRest(JsonObject expected, JsonObject actual, Bindings bindings, Intents intents) =>
        [
            .. ListMatch.Compare(
                Rule.State,
                Items(expected, "pending_operations"),
                Items(actual, "pending_operations"),
                operation => $"pending {operation["type"]} {StepComparison.ShortUrn((string?)operation["resource"]?["urn"])}",
                bindings,
                intents
            ),
            .. JsonMatch.Compare(Rest(expected), Rest(actual), bindings).Select(difference => new Miss(Rule.State, difference.ToString())),
        ];

    private static JsonObject Rest(JsonObject state)
    {
        var rest = state.DeepClone().AsObject();
        foreach (var member in (string[])["manifest", "resources", "pending_operations"])
        {
            rest["deployment"]!.AsObject().Remove(member);
        }

        return rest;
    }

    private static string Key(JsonObject resource) =>
        $"{StepComparison.ShortUrn((string?)resource["urn"])}{((bool?)resource["delete"] == true ? " (to be deleted)" : "")}";

    private static IEnumerable<JsonObject> Items(JsonObject state, string member) =>
        (state["deployment"]?[member] as JsonArray ?? []).Select(item => item!.AsObject());
}
