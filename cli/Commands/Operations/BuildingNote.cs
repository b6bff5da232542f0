using Infra.Engine.Events;

namespace Infra.Cli.Commands.Operations;

/// <summary>
/// The line that commands without a display write to standard error while the program is built, which may take half a minute.
/// </summary>
internal static class BuildingNote
{
    public static void Show(EngineEvent engineEvent)
    {
        if (engineEvent is BuildingProgramEvent { ProjectFile: var project })
        {
            Console.Error.WriteLine($"Building {Path.GetFileName(project)}...");
        }
    }
}
