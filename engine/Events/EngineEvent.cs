using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Events;

/// <summary>Something that happened in an operation. Events come in order, one at a time.</summary>
public abstract record EngineEvent
{
    private protected EngineEvent()
    {
    }
}

/// <summary>The operation begins.</summary>
/// <param name="Config">The stack's configuration, secrets blinded.</param>
public sealed record PreludeEvent(IReadOnlyDictionary<string, string> Config) : EngineEvent;

/// <summary>The program is being built, because something it is made of has changed.</summary>
/// <param name="ProjectFile">The program's project file.</param>
public sealed record BuildingProgramEvent(string ProjectFile) : EngineEvent;

/// <summary>A step on a resource is about to be taken, or, in a preview, planned.</summary>
/// <param name="Step">The step.</param>
/// <param name="IsPlanned">True in a preview.</param>
public sealed record ResourcePreEvent(StepDescription Step, bool IsPlanned) : EngineEvent;

/// <summary>A step is done, or a resource's outputs have been registered.</summary>
/// <param name="Step">The step with the new state.</param>
/// <param name="IsPlanned">True in a preview.</param>
public sealed record ResourceOutputsEvent(StepDescription Step, bool IsPlanned) : EngineEvent;

/// <summary>A step failed. What is wrong comes as a diagnostic before.</summary>
/// <param name="Step">The step.</param>
public sealed record ResourceFailedEvent(StepDescription Step) : EngineEvent;

/// <summary>Something to tell the user.</summary>
/// <param name="Severity">How grave it is.</param>
/// <param name="Urn">The resource it is about, empty for the operation as a whole.</param>
/// <param name="Message">The text. Configuration secrets in it are blinded.</param>
public sealed record DiagnosticEvent(DiagnosticSeverity Severity, Urn Urn, string Message) : EngineEvent;

/// <summary>What a resource's operation is waiting for just now. The next one of the same resource takes its place.</summary>
/// <param name="Urn">The resource.</param>
/// <param name="Message">The status.</param>
public sealed record ProgressStatusEvent(Urn Urn, string Message) : EngineEvent;

/// <summary>The operation has ended.</summary>
/// <param name="IsPreview">True for a preview.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="ResourceChanges">How many resources each operation was done to. Default providers are not counted.</param>
public sealed record SummaryEvent(
    bool IsPreview, OperationResult Result, TimeSpan Duration, IReadOnlyDictionary<StepOperation, int> ResourceChanges) : EngineEvent
{
    /// <summary>The policy packs that had a say.</summary>
    public IReadOnlyList<PolicyPackRun> PolicyPacks { get; init; } = [];
}

/// <summary>How grave a diagnostic is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>For those who look for a fault.</summary>
    Debug,

    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>What the program wrote to its output.</summary>
    Output,

    /// <summary>May be wrong.</summary>
    Warning,

    /// <summary>Is wrong.</summary>
    Error,
}

/// <summary>How an operation ended.</summary>
public enum OperationResult
{
    /// <summary>Everything was done.</summary>
    Succeeded,

    /// <summary>Something failed; what succeeded is in the state.</summary>
    Failed,

    /// <summary>The user stopped it; what was done is in the state.</summary>
    Cancelled,
}

/// <summary>A step on a resource.</summary>
public sealed record StepDescription
{
    /// <summary>What is done.</summary>
    public required StepOperation Operation { get; init; }

    /// <summary>The resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The state before, or null where there was none.</summary>
    public ResourceState? Old { get; init; }

    /// <summary>The state to reach, or reached; null for a deletion. Its properties hold secrets as such: show none of them.</summary>
    public ResourceState? New { get; init; }

    /// <summary>Property paths that made a replacement necessary.</summary>
    public IReadOnlyList<string> ReplaceKeys { get; init; } = [];

    /// <summary>Top-level properties that differ.</summary>
    public IReadOnlyList<string> ChangedKeys { get; init; } = [];

    /// <summary>Every difference by its path.</summary>
    public IReadOnlyDictionary<string, PropertyDiff> DetailedDiff { get; init; } = new Dictionary<string, PropertyDiff>();

    /// <summary>True for what counts as one change to the user; a replacement's creation and deletion are parts of its own logical step.</summary>
    public bool IsLogical { get; init; } = true;

    /// <summary>The type token.</summary>
    public string Type => (New ?? Old)?.Type ?? Urn.Type;
}
