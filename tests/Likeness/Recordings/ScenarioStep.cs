using System.Text.Json.Nodes;

namespace Likeness.Recordings;

/// <summary>One step of a scenario.</summary>
internal sealed record ScenarioStep
{
    public required int Number { get; init; }

    public required string Operation { get; init; }

    public required string Stack { get; init; }

    public IReadOnlyList<string> Flags { get; init; } = [];

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The program: <c>{resources, outputs}</c>, its own or that of the last step on the same stack.</summary>
    public required JsonObject Program { get; init; }

    public IReadOnlyDictionary<string, JsonNode?> Config { get; init; } = new Dictionary<string, JsonNode?>();

    public IReadOnlyList<JsonObject> OutOfBand { get; init; } = [];

    public string Kubeconfig { get; init; } = "main";

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public JsonObject? ImportFile { get; init; }

    public IReadOnlyList<Interrupt> Interrupts { get; init; } = [];

    /// <summary>The steps that run while this one does.</summary>
    public IReadOnlyList<ScenarioStep> During { get; init; } = [];

    /// <summary>When the steps of <see cref="During"/> begin.</summary>
    public EventCondition? DuringWhen { get; init; }

    /// <summary>True for a command that names its stack itself, or needs none.</summary>
    public bool HasNoStack { get; init; }

    /// <summary>True where operations run one at a time, so that their order is determined.</summary>
    public bool IsSequential
    {
        get
        {
            var flag = Flags.ToList().FindIndex(flag => flag is "--parallel" or "-p");
            return (flag >= 0 && flag + 1 < Flags.Count && Flags[flag + 1] == "1") || Flags.Contains("--parallel=1");
        }
    }
}

/// <summary>An event of the engine, and the time after it.</summary>
internal sealed record EventCondition(string Event, string Resource, TimeSpan Delay);

/// <summary>A signal for the command.</summary>
internal sealed record Interrupt(EventCondition When, string Signal);
