using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>Describes the progress of builds.</summary>
internal static class BuildText
{
    /// <summary>Describes an event of a build; null for other events.</summary>
    public static string? Describe(EngineEvent engineEvent) =>
        engineEvent switch
        {
            BuildingProgramEvent { ProjectFile: var project } => $"Building {Path.GetFileName(project)}...",
            WaitingForBuildEvent { Directory: var directory } => $"Waiting for another build of {directory}...",
            _ => null,
        };
}
