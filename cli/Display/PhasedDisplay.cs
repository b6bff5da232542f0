using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>Shows an operation of two phases, the plan and the change, each on its own display.</summary>
internal sealed class PhasedDisplay(Func<OperationKind, IDisplay> create, OperationKind plan, OperationKind change, bool skipPlan)
    : IAsyncDisposable
{
    private IDisplay? _current = create(skipPlan ? change : plan);

    /// <inheritdoc cref="IDisplay.Show"/>
    public void Show(EngineEvent engineEvent) => _current?.Show(engineEvent);

    /// <inheritdoc cref="IDisplay.Note"/>
    public void Note(string line) => _current?.Note(line);

    /// <summary>Completes the display of the plan, so that a question can be asked below it.</summary>
    public async ValueTask EndPlanAsync()
    {
        if (_current is { } display)
        {
            _current = null;
            await display.DisposeAsync();
        }
    }

    /// <summary>Opens the display of the change.</summary>
    public void BeginChange() => _current = create(change);

    /// <summary>Completes the display of a change that failed, and opens that of its rollback.</summary>
    public async Task BeginRollbackAsync()
    {
        await EndPlanAsync();
        _current = create(OperationKind.Rollback);
    }

    public ValueTask DisposeAsync() => EndPlanAsync();
}
