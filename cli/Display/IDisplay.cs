using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>Shows an operation while it goes on, and what came of it.</summary>
internal interface IDisplay : IAsyncDisposable
{
    /// <summary>Takes the next event. Events come one at a time.</summary>
    void Show(EngineEvent engineEvent);
}
