using System.Text.Json.Nodes;

namespace Infra.Engine.State;

/// <summary>An update in a stack's history.</summary>
public sealed record UpdateRecord
{
    /// <summary>Its number in the history, from 1, which <c>infra up --to</c> takes.</summary>
    public required int Version { get; init; }

    /// <summary>Its kind: update, refresh, destroy, import.</summary>
    public required string Kind { get; init; }

    /// <summary>How it ended: succeeded, failed, in-progress.</summary>
    public required string Result { get; init; }

    /// <summary>The user's message.</summary>
    public required string Message { get; init; }

    /// <summary>The beginning, in whole seconds.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The end, in whole seconds.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>What the program and the command ran in, by name.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The number of resources by step.</summary>
    public required IReadOnlyDictionary<string, int> ResourceChanges { get; init; }

    /// <summary>The configuration by full key, with encrypted secrets in the form of stack files.</summary>
    public required IReadOnlyDictionary<string, JsonNode?> Config { get; init; }
}
