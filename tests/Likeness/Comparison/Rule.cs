using System.Text.Json.Serialization;

namespace Likeness.Comparison;

/// <summary>What is compared.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Rule>))]
internal enum Rule
{
    /// <summary>The exit code, or the signal that ended the command.</summary>
    ExitCode,

    /// <summary>The operations on resources, whatever their order.</summary>
    Operations,

    /// <summary>Their order: along dependencies, or exactly where they run one at a time.</summary>
    Order,

    /// <summary>The messages of the engine, the provider and the program.</summary>
    Diagnostics,

    /// <summary>The count of changes and the result.</summary>
    Summary,

    /// <summary>The stack's state after the step.</summary>
    State,

    /// <summary>Whether the step changed the state.</summary>
    StateChanged,

    /// <summary>Locks that remain.</summary>
    Locks,

    /// <summary>Secrets on disk.</summary>
    Secrets,

    /// <summary>The requests that write to the API server.</summary>
    Writes,

    /// <summary>The values that the command printed.</summary>
    Output,
}
