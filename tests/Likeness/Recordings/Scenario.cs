using System.Text.Json.Nodes;

namespace Likeness.Recordings;

/// <summary>A recorded scenario: what is done, step by step.</summary>
internal sealed record Scenario
{
    private const string DefaultPassphrase = "correct horse battery";
    private const string DefaultStack = "dev";

    public required string Id { get; init; }

    public required string Directory { get; init; }

    public required string Title { get; init; }

    public required string Passphrase { get; init; }

    /// <summary>Further members of the project file.</summary>
    public required JsonObject ProjectFile { get; init; }

    public required IReadOnlyList<JsonObject> Setup { get; init; }

    public required IReadOnlyList<ScenarioStep> Steps { get; init; }

    /// <summary>Reads a scenario.</summary>
    /// <param name="directory">The folder with <c>scenario.json</c> and <c>steps</c>.</param>
    public static Scenario Load(string directory)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(directory, "scenario.json")))!.AsObject();
        var programs = new Dictionary<string, JsonObject>();
        return new Scenario
        {
            Id = (string)json["id"]!,
            Directory = directory,
            Title = (string?)json["title"] ?? "",
            Passphrase = (string?)json["passphrase"] ?? DefaultPassphrase,
            ProjectFile = json["projectFile"] as JsonObject ?? [],
            Setup = Objects(json["setup"]),
            Steps = [.. Objects(json["steps"]).Select(step => ReadStep(step, programs))],
        };
    }

    /// <summary>All scenarios of a folder of recordings, in the order of their names.</summary>
    public static IEnumerable<string> Find(string recordings) =>
        System.IO.Directory.EnumerateDirectories(Path.Combine(recordings, "scenarios")).Order(StringComparer.Ordinal);

    private static ScenarioStep ReadStep(JsonObject step, Dictionary<string, JsonObject> programs)
    {
        var stack = (string?)step["stack"] ?? DefaultStack;
        if (step["resources"] is JsonArray resources)
        {
            programs[stack] = new JsonObject { ["resources"] = resources.DeepClone(), ["outputs"] = step["outputs"]?.DeepClone() };
        }

        var during = step["during"] as JsonObject;
        return new ScenarioStep
        {
            Number = (int)step["step"]!,
            Operation = (string)step["operation"]!,
            Stack = stack,
            Flags = Texts(step["flags"]),
            Arguments = Texts(step["args"]),
            Program = programs.GetValueOrDefault(stack) ?? new JsonObject { ["resources"] = new JsonArray() },
            Config = (step["config"] as JsonObject)?.ToDictionary() ?? [],
            OutOfBand = Objects(step["outOfBand"]),
            Kubeconfig = (string?)step["kubeconfig"] ?? "main",
            Environment = (step["env"] as JsonObject)?.ToDictionary(entry => entry.Key, entry => (string)entry.Value!) ?? [],
            ImportFile = step["importFile"] as JsonObject,
            Interrupts =
            [
                .. Objects(step["interrupt"])
                    .Select(interrupt => new Interrupt(Condition(interrupt["when"]!), (string)interrupt["signal"]!)),
            ],
            During = [.. Objects(during?["steps"]).Select(inner => ReadStep(inner, programs))],
            DuringWhen = during?["when"] is { } when ? Condition(when) : null,
            HasNoStack = (bool?)step["noStack"] ?? false,
        };
    }

    private static EventCondition Condition(JsonNode when) =>
        new((string)when["event"]!, (string)when["resource"]!, TimeSpan.FromSeconds((double?)when["delay"] ?? 0));

    private static List<JsonObject> Objects(JsonNode? array) => [.. (array as JsonArray ?? []).Select(item => item!.AsObject())];

    private static List<string> Texts(JsonNode? array) => [.. (array as JsonArray ?? []).Select(item => (string)item!)];
}
