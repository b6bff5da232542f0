using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>Shows events on a display and appends them to a file, as one line of JSON each.</summary>
/// <param name="shown">The display.</param>
/// <param name="path">The path of the file.</param>
/// <param name="showSecrets">Whether the file contains secrets in plain text.</param>
/// <param name="time">The clock of the events' time stamps.</param>
internal sealed class EventLogDisplay(IDisplay shown, string path, bool showSecrets, TimeProvider time) : IDisplay
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
    private JsonEventsDisplay? _log;

    public void Show(EngineEvent engineEvent)
    {
        shown.Show(engineEvent);
        (_log ??= new JsonEventsDisplay(_file, showSecrets, time)).Show(engineEvent);
    }

    public void Note(string line) => shown.Note(line);

    public async ValueTask DisposeAsync()
    {
        await shown.DisposeAsync();
        if (_log is not null)
        {
            await _log.DisposeAsync();
        }

        await _file.DisposeAsync();
    }
}
