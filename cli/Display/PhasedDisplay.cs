using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>Shows an operation of two phases, the plan and then the doing, each on a display of its own.</summary>
internal sealed class PhasedDisplay(Func<OperationKind, IDisplay> create, OperationKind plan, OperationKind change, bool skipPlan) : IAsyncDisposable
{
    private IDisplay? _current = create(skipPlan ? change : plan);

    /// <summary>Takes the next event.</summary>
    public void Show(EngineEvent engineEvent) => _current?.Show(engineEvent);

    /// <summary>Ends the display of the plan, so that something may be asked below it.</summary>
    public async ValueTask EndPlanAsync()
    {
        if (_current is { } display)
        {
            _current = null;
            await display.DisposeAsync();
        }
    }

    /// <summary>Begins the display of the doing.</summary>
    public void BeginChange() => _current = create(change);

    public ValueTask DisposeAsync() => EndPlanAsync();
}
