using Infra.Engine.Policies;
using Infra.Engine.Resources.Selection;

namespace Infra.Engine.Operations;

/// <summary>The options of an operation on a stack.</summary>
public sealed record OperationOptions
{
    /// <summary>The default of <see cref="Parallel"/>.</summary>
    public const int DefaultParallel = 16;

    /// <summary>The maximum number of concurrent resource operations.</summary>
    public int Parallel { get; init; } = DefaultParallel;

    /// <summary>
    /// True to change the stack without showing a plan first. Where there are policy packs, the update is planned all the same: policies
    /// stop it before it begins.
    /// </summary>
    public bool SkipPreview { get; init; }

    /// <summary>True to read the live objects into the state before anything else; null for the project's choice.</summary>
    public bool? Refresh { get; init; }

    /// <summary>The pending creations of interrupted updates that a refresh drops from the state.</summary>
    public PendingCreations DroppedCreations { get; init; } = PendingCreations.None;

    /// <summary>The message recorded in the stack's history.</summary>
    public string Message { get; init; } = "";

    /// <summary>What the history records besides, which may take a while to find out.</summary>
    public Task<UpdateMetadata> Metadata { get; init; } = Task.FromResult(UpdateMetadata.None);

    /// <summary>The resources the operation is limited to, and those it replaces.</summary>
    public ResourceSelection Selection { get; init; } = ResourceSelection.All;

    /// <summary>True to go on with resources that do not depend on a failed one.</summary>
    public bool ContinuesOnError { get; init; }

    /// <summary>The policy packs to run, besides those of the stack's configuration.</summary>
    public IReadOnlyList<PolicyPackReference> PolicyPacks { get; init; } = [];

    /// <summary>The file to which a preview saves its plan; null not to save it.</summary>
    public string? PlanToSave { get; init; }

    /// <summary>How long a saved plan can be carried out.</summary>
    public TimeSpan PlanLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The saved plan that an update carries out; null to make a plan first.</summary>
    public string? Plan { get; init; }

    /// <summary>The version of the stack's history to deploy instead of the program; null for the program.</summary>
    public int? Version { get; init; }

    /// <summary>Called before an update that failed is rolled back; null to leave it as it is.</summary>
    public Func<Task>? BeginRollback { get; init; }

    /// <summary>Values that a query or a rendering lays over the settings, which stay as they are. Other operations ignore them.</summary>
    public IReadOnlyList<SettingOverride> Overrides { get; init; } = [];

    /// <summary>The user's request to stop: running operations are finished and saved, no new one begins.</summary>
    public CancellationToken Cancelled { get; init; }

    /// <summary>
    /// The user's request to stop at once: running operations are aborted, and the state records that their outcome is unknown.
    /// </summary>
    public CancellationToken Aborted { get; init; }
}
