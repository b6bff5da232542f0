using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Events;

/// <summary>An event of an operation. Events are published in order, one at a time.</summary>
public abstract record EngineEvent
{
    private protected EngineEvent() { }
}

/// <summary>An operation begins.</summary>
/// <param name="Config">The stack's configuration, secrets redacted.</param>
public sealed record PreludeEvent(IReadOnlyDictionary<string, string> Config) : EngineEvent;

/// <summary>A program is being built because its sources have changed.</summary>
/// <param name="ProjectFile">The path of its project file.</param>
public sealed record BuildingProgramEvent(string ProjectFile) : EngineEvent;

/// <summary>A build waits because another build of the same project has taken some seconds.</summary>
/// <param name="Directory">The folder of the project.</param>
public sealed record WaitingForBuildEvent(string Directory) : EngineEvent;

/// <summary>A step begins or, in a preview, is planned.</summary>
/// <param name="Step">The step with the state it leads to.</param>
/// <param name="IsPlanned">True in a preview.</param>
public sealed record ResourcePreEvent(StepDescription Step, bool IsPlanned) : EngineEvent;

/// <summary>A step is complete; that of a component when its outputs are registered.</summary>
/// <param name="Step">The step with the resulting state.</param>
/// <param name="IsPlanned">True in a preview.</param>
public sealed record ResourceOutputsEvent(StepDescription Step, bool IsPlanned) : EngineEvent;

/// <summary>A step failed. A diagnostic gives the reason.</summary>
/// <param name="Step">The step with the resource's last known state.</param>
public sealed record ResourceFailedEvent(StepDescription Step) : EngineEvent;

/// <summary>A message to the user.</summary>
/// <param name="Severity">How serious it is: an error makes the operation fail.</param>
/// <param name="Urn">The resource it concerns; empty for the whole operation.</param>
/// <param name="Message">The text, configuration secrets redacted.</param>
public sealed record DiagnosticEvent(DiagnosticSeverity Severity, Urn Urn, string Message) : EngineEvent
{
    /// <summary>True where the refused change forbids the whole update.</summary>
    public bool ForbidsUpdate { get; init; }
}

/// <summary>The progress of a resource's operation. It supersedes earlier ones of the same resource.</summary>
/// <param name="Urn">The resource that the operation works on.</param>
/// <param name="Message">What the operation is waiting for.</param>
public sealed record ProgressStatusEvent(Urn Urn, string Message) : EngineEvent;

/// <summary>An operation has ended.</summary>
/// <param name="IsPreview">True for a preview.</param>
/// <param name="Result">Whether it succeeded.</param>
/// <param name="Duration">The time from the first event to this one.</param>
/// <param name="ResourceChanges">The number of resources per operation, without default providers.</param>
public sealed record SummaryEvent(
    bool IsPreview,
    OperationResult Result,
    TimeSpan Duration,
    IReadOnlyDictionary<StepOperation, int> ResourceChanges
) : EngineEvent
{
    /// <summary>True where the outcome of an operation is unknown, so that the state may not match what exists.</summary>
    public bool IsUncertain { get; init; }

    /// <summary>The policy packs that ran.</summary>
    public IReadOnlyList<PolicyPackRun> PolicyPacks { get; init; } = [];
}

/// <summary>The severity of a diagnostic.</summary>
public enum DiagnosticSeverity
{
    /// <summary>For developers of programs and providers; hidden by default.</summary>
    Debug,

    /// <summary>Information that needs no action.</summary>
    Info,

    /// <summary>The program's own output.</summary>
    Output,

    /// <summary>A possible problem, which does not stop the operation.</summary>
    Warning,

    /// <summary>A problem that makes the operation fail.</summary>
    Error,
}

/// <summary>The result of an operation.</summary>
public enum OperationResult
{
    /// <summary>All steps succeeded.</summary>
    Succeeded,

    /// <summary>A step failed. The state contains what succeeded.</summary>
    Failed,

    /// <summary>The user stopped it. The state contains what was done.</summary>
    Cancelled,
}

/// <summary>A step on a resource, as events show it.</summary>
public sealed record StepDescription
{
    /// <summary>What the step does to the resource.</summary>
    public required StepOperation Operation { get; init; }

    /// <summary>The URN of the resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The old state; null for a new resource.</summary>
    public ResourceState? Old { get; init; }

    /// <summary>
    /// The new state, planned or reached; null for a deletion. Its properties contain secrets: redact them before they are shown.
    /// </summary>
    public ResourceState? New { get; init; }

    /// <summary>Property paths that require the replacement.</summary>
    public IReadOnlyList<string> ReplaceKeys { get; init; } = [];

    /// <summary>The top-level properties that differ.</summary>
    public IReadOnlyList<string> ChangedKeys { get; init; } = [];

    /// <summary>The differences by property path.</summary>
    public IReadOnlyDictionary<string, PropertyDiff> DetailedDiff { get; init; } = new Dictionary<string, PropertyDiff>();

    /// <summary>
    /// True for a step that counts as one change. The creation and deletion of a replacement are parts of its logical step.
    /// </summary>
    public bool IsLogical { get; init; } = true;

    /// <summary>What a refresh has found to differ; null where nothing differs.</summary>
    public ObjectDrift? Drift { get; init; }

    /// <summary>The resource's type token, e.g. <c>kubernetes:apps/v1:Deployment</c>.</summary>
    public string Type => (New ?? Old)?.Type ?? Urn.Type;
}
