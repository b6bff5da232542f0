namespace Infra.Simulator.Time;

/// <summary>A source of events that a <see cref="ControlLoop"/> polls.</summary>
internal interface IEventSource
{
    /// <summary>Handles the events since the last call; returns whether there were any. Called on the loop.</summary>
    bool Poll();

    /// <summary>Completes when there may be an event to handle.</summary>
    Task WaitAsync(CancellationToken cancellation);
}
