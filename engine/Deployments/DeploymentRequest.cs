using Infra.Engine.Deployments.Importing;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Deployments.Planning.Plans;
using Infra.Engine.Deployments.Refreshing;
using Infra.Engine.Events;
using Infra.Engine.Policies;
using Infra.Engine.Programs;
using Infra.Engine.Providers;
using Infra.Engine.Providers.Naming;
using Infra.Engine.Resources;
using Infra.Engine.Resources.Selection;
using Infra.Engine.State;

namespace Infra.Engine.Deployments;

/// <summary>The parameters of a deployment.</summary>
internal sealed record DeploymentRequest
{
    public required StackName Stack { get; init; }

    public required bool IsPreview { get; init; }

    /// <summary>Whether objects are rendered only: the program does nothing but register resources.</summary>
    public bool IsRendering { get; init; }

    /// <summary>The values that a rendering lays over the settings of the program; null for none.</summary>
    public string? Overrides { get; init; }

    public required StateRecorder State { get; init; }

    /// <summary>Completes when the secrets are unlocked; faulted by a wrong passphrase. Nothing is changed before.</summary>
    public Task Unlocked { get; init; } = Task.CompletedTask;

    /// <summary>Whether the live objects are read first.</summary>
    public RefreshMode Refresh { get; init; }

    /// <summary>True to warn of unchanged resources whose objects are gone or replaced.</summary>
    public bool NoticesAbsentObjects { get; init; }

    /// <summary>The objects to import; then nothing else is done.</summary>
    public IReadOnlyList<ResourceImport> Imports { get; init; } = [];

    /// <summary>The program; null to deploy <see cref="Goal"/>.</summary>
    public required IProgram? Program { get; init; }

    /// <summary>The goal where there is no program; null to delete all resources.</summary>
    public SnapshotGoal? Goal { get; init; }

    /// <summary>Reviews each step before it begins; null to allow all.</summary>
    public IStepReview? Review { get; init; }

    public required string RootDirectory { get; init; }

    public required string ProgramDirectory { get; init; }

    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> ConfigSecretKeys { get; init; } = [];

    /// <summary>The configuration for display, secrets redacted.</summary>
    public IReadOnlyDictionary<string, string> RedactedConfig { get; init; } = new Dictionary<string, string>();

    /// <summary>Texts to redact in events.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The file of the configuration, or null.</summary>
    public string? StackFile { get; init; }

    /// <summary>The policy packs to run.</summary>
    public IReadOnlyList<PolicyPackReference> PolicyPacks { get; init; } = [];

    /// <summary>The resources the deployment is limited to, and those it replaces.</summary>
    public ResourceSelection Selection { get; init; } = ResourceSelection.All;

    /// <summary>True to go on with resources that do not depend on a failed one.</summary>
    public bool ContinuesOnError { get; init; }

    /// <summary>The rules of automatic names.</summary>
    public NamingRules Naming { get; init; } = NamingRules.None;

    public required int Parallel { get; init; }

    /// <summary>True to derive automatic names from the resources' own instead of at random.</summary>
    public bool HasFixedNames { get; init; }

    /// <summary>Creates the seed of a resource's random parts; null for the default.</summary>
    public Func<Urn, byte[]>? CreateSeed { get; init; }

    public required IReadOnlyList<IProviderFactory> Providers { get; init; }

    public required Action<EngineEvent> OnEvent { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The user's request to stop: running operations are finished, no new one begins.</summary>
    public CancellationToken Cancelled { get; init; }

    /// <summary>The user's request to stop at once: running operations are aborted.</summary>
    public CancellationToken Aborted { get; init; }
}
