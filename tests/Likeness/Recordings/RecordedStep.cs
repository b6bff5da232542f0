using System.Text.Json.Nodes;

namespace Likeness.Recordings;

/// <summary>What the recorded engine did in a step.</summary>
internal sealed record RecordedStep
{
    private static readonly HashSet<string> Writing = ["create", "update", "patch", "apply", "delete"];

    /// <summary>The exit code; null where a signal ended the command.</summary>
    public required int? ExitCode { get; init; }

    public required string? EndedBySignal { get; init; }

    public required JsonArray Operations { get; init; }

    public required JsonArray Diagnostics { get; init; }

    public required JsonArray Summary { get; init; }

    /// <summary>
    /// Whether the step changed the state, its order and its manifest aside: independent operations end in any order. Null where the
    /// recording does not have the state before.
    /// </summary>
    public required bool? ContentChanged { get; init; }

    public required int Locks { get; init; }

    public required JsonObject? Secrets { get; init; }

    public required JsonObject? DeclaredSecretsInClear { get; init; }

    /// <summary>The stack after the step, secrets in plain text; null where there was none.</summary>
    public required JsonObject? State { get; init; }

    /// <summary>The requests that write.</summary>
    public required IReadOnlyList<JsonObject> Writes { get; init; }

    /// <summary>What the command printed, where it was asked for values.</summary>
    public required string? Output { get; init; }

    /// <summary>Reads a step.</summary>
    /// <param name="scenario">The folder of the scenario.</param>
    /// <param name="number">The number of the step.</param>
    /// <param name="before">The recorded state before the step, if there is one.</param>
    public static RecordedStep Load(string scenario, int number, JsonObject? before)
    {
        var folder = Path.Combine(scenario, "steps", $"{number:00}");
        var result = Read(folder, "result.json")!.AsObject();
        var output = Path.Combine(folder, "stdout.txt");
        var state = Read(folder, "state.json") as JsonObject;
        return new RecordedStep
        {
            ExitCode = (int?)result["exitCode"],
            EndedBySignal = (string?)result["endedBySignal"],
            Operations = result["operations"] as JsonArray ?? [],
            Diagnostics = result["diagnostics"] as JsonArray ?? [],
            Summary = result["summary"] as JsonArray ?? [],
            ContentChanged = (bool?)result["stateChanged"] == true ? Changed(before, state) : false,
            Locks = (int?)result["locks"] ?? 0,
            Secrets = result["secrets"] as JsonObject,
            DeclaredSecretsInClear = result["declaredSecretsInClear"] as JsonObject,
            State = state,
            Writes =
            [
                .. (Read(folder, "requests.json") as JsonArray ?? [])
                    .Select(request => request!.AsObject())
                    .Where(request => Writing.Contains((string)request["verb"]!)),
            ],
            Output = File.Exists(output) ? File.ReadAllText(output) : null,
        };
    }

    private static bool? Changed(JsonObject? before, JsonObject? after) =>
        before is null || after is null ? null : StateContent.Of(before) != StateContent.Of(after);

    private static JsonNode? Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) : null;
    }
}
