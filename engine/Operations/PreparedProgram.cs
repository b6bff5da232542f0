using Infra.Engine.Deployments.Importing;
using Infra.Engine.Programs;
using Infra.Engine.Projects.Configuration;

namespace Infra.Engine.Operations;

/// <summary>A program that is built, and its configuration.</summary>
/// <param name="Program">The program; null where all resources are to be deleted.</param>
/// <param name="Configuration">Its configuration; null where there is no program.</param>
internal sealed record PreparedProgram(IProgram? Program, ResolvedConfiguration? Configuration)
{
    /// <summary>No program: a deployment of it deletes all resources.</summary>
    public static PreparedProgram None { get; } = new(null, null);

    /// <summary>No program: a deployment of it refreshes the state, and does nothing else.</summary>
    public static PreparedProgram RefreshOnly { get; } = new(null, null) { IsRefreshOnly = true };

    /// <summary>True where only the state is refreshed.</summary>
    public bool IsRefreshOnly { get; private init; }

    /// <summary>The objects to import instead of running a program.</summary>
    public IReadOnlyList<ResourceImport> Imports { get; init; } = [];
}
