using Infra.Engine.Deployments.Importing;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Deployments.Planning.Plans;
using Infra.Engine.Programs;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Resources;
using Infra.Engine.Resources.Selection;

namespace Infra.Engine.Operations;

/// <summary>A program that is built, and its configuration; or another goal of a deployment.</summary>
/// <param name="Program">The program; null where <see cref="Goal"/> is deployed.</param>
/// <param name="Configuration">Its configuration; null where there is no program.</param>
internal sealed record PreparedProgram(IProgram? Program, ResolvedConfiguration? Configuration)
{
    /// <summary>No program: a deployment of it deletes all resources.</summary>
    public static PreparedProgram None { get; } = new(null, null);

    /// <summary>The goal where there is no program; null to delete all resources.</summary>
    public SnapshotGoal? Goal { get; init; }

    /// <summary>True where the program registers in an update what it registered in the preview, as far as that was known.</summary>
    public bool IsRepeatable => Program is { } program && ProgramContract.HasRepeatablePreviews(program.ContractVersion);

    /// <summary>True where the goal is the state before an update that failed.</summary>
    public bool IsRollback { get; init; }

    /// <summary>Creates the review of the steps of one deployment; null to allow all.</summary>
    public Func<IStepReview>? CreateReview { get; init; }

    /// <summary>Creates the seed of a resource; null for a random one.</summary>
    public Func<Urn, byte[]>? CreateSeed { get; init; }

    /// <summary>The resources the deployment is limited to; null for those of the operation's options.</summary>
    public ResourceSelection? Selection { get; init; }

    /// <summary>The message in the stack's history where the user gives none.</summary>
    public string Message { get; init; } = "";

    /// <summary>No program: a deployment of it refreshes the state, and does nothing else.</summary>
    public static PreparedProgram RefreshOnly { get; } = new(null, null) { IsRefreshOnly = true };

    /// <summary>True where only the state is refreshed.</summary>
    public bool IsRefreshOnly { get; private init; }

    /// <summary>The objects to import instead of running a program.</summary>
    public IReadOnlyList<ResourceImport> Imports { get; init; } = [];
}
