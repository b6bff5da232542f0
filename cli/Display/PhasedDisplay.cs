using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>Shows an operation of two phases, the plan and the change, each on its own display.</summary>
/// <param name="create">Creates the display of a phase.</param>
/// <param name="createDetails">Creates the display of the plan's details.</param>
/// <param name="plan">The first phase.</param>
/// <param name="change">The second phase.</param>
/// <param name="skipPlan">True to begin with the second phase.</param>
internal sealed class PhasedDisplay(
    Func<OperationKind, IDisplay> create,
    Func<OperationKind, IDisplay> createDetails,
    OperationKind plan,
    OperationKind change,
    bool skipPlan
) : IAsyncDisposable
{
    private readonly List<EngineEvent> _planned = [];
    private IDisplay? _current = create(skipPlan ? change : plan);
    private bool _isPlan = !skipPlan;

    /// <inheritdoc cref="IDisplay.Show"/>
    public void Show(EngineEvent engineEvent)
    {
        // The build is not part of the plan that can be shown again.
        if (_isPlan && BuildText.Describe(engineEvent) is null)
        {
            _planned.Add(engineEvent);
        }

        _current?.Show(engineEvent);
    }

    /// <inheritdoc cref="IDisplay.Note"/>
    public void Note(string line) => _current?.Note(line);

    /// <summary>Completes the display of the plan, so that a question can be asked below it.</summary>
    public async ValueTask EndPlanAsync()
    {
        _isPlan = false;
        if (_current is { } display)
        {
            _current = null;
            await display.DisposeAsync();
        }
    }

    /// <summary>Shows every property that the plan changes.</summary>
    public void ShowDetails()
    {
        var display = createDetails(plan);
        _planned.ForEach(display.Show);
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
