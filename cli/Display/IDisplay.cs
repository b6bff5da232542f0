using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>Shows an operation's progress and result.</summary>
internal interface IDisplay : IAsyncDisposable
{
    /// <summary>Shows the next event. Events come one at a time.</summary>
    void Show(EngineEvent engineEvent);

    /// <summary>
    /// Shows a line of progress that belongs to no resource; on standard error, so that the standard output contains only the result.
    /// </summary>
    void Note(string line) => Console.Error.WriteLine(line);
}
