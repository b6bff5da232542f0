namespace Infra.Simulator.Time;

/// <summary>Where a <see cref="ControlLoop"/> learns what happened outside it.</summary>
internal interface IEventSource
{
    /// <summary>Takes in what has happened since the last call; tells whether there was anything. Called on the loop.</summary>
    bool TakeIn();

    /// <summary>Completes when there may be something to take in.</summary>
    Task WaitAsync(CancellationToken cancellation);
}
