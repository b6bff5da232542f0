using Infra.Engine.Events;
using Infra.Engine.Policies;
using Infra.Engine.Programs;
using Infra.Engine.Providers;
using Infra.Engine.State;

namespace Infra.Engine.Deployments;

/// <summary>Everything a deployment needs.</summary>
internal sealed record DeploymentRequest
{
    public required StackName Stack { get; init; }

    public required bool IsPreview { get; init; }

    public required StateRecorder State { get; init; }

    /// <summary>The program, or null where everything is to be deleted.</summary>
    public required IProgram? Program { get; init; }

    public required string RootDirectory { get; init; }

    public required string ProgramDirectory { get; init; }

    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> ConfigSecretKeys { get; init; } = [];

    /// <summary>The configuration as it may be shown.</summary>
    public IReadOnlyDictionary<string, string> RedactedConfig { get; init; } = new Dictionary<string, string>();

    /// <summary>Texts that must not be shown.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The file the configuration comes from, where there is one.</summary>
    public string? StackFile { get; init; }

    /// <summary>The policy packs that have a say.</summary>
    public IReadOnlyList<PolicyPackReference> PolicyPacks { get; init; } = [];

    public required int Parallel { get; init; }

    /// <summary>True where automatic names follow from the resources' own instead of being random.</summary>
    public bool HasFixedNames { get; init; }

    public required IReadOnlyList<IProviderFactory> Providers { get; init; }

    public required Action<EngineEvent> OnEvent { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The user's wish to stop: what is under way is finished, nothing new begins.</summary>
    public CancellationToken Cancelled { get; init; }

    /// <summary>The user's wish to stop at once: what is under way is given up.</summary>
    public CancellationToken Aborted { get; init; }
}
