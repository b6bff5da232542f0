using Infra.Cli.Display;
using Infra.Engine.Events;

namespace Infra.Cli.Commands.Operations;

/// <summary>
/// The lines that commands without a display write to standard error while the program is built, which may take half a minute.
/// </summary>
internal static class BuildingNote
{
    public static void Show(EngineEvent engineEvent)
    {
        if (BuildText.Describe(engineEvent) is { } line)
        {
            Console.Error.WriteLine(line);
        }
    }
}
