using Infra.Engine.Deployments.Planning;

namespace Infra.Engine.Deployments.Execution;

/// <summary>
/// Lets the first operations of registered resources start in the order of their registrations, however long each is checked and compared.
/// </summary>
internal sealed class StartOrder
{
    private readonly Lock _gate = new();
    private readonly SortedSet<StartPlace> _entered = [];
    private readonly Dictionary<StartPlace, TaskCompletionSource> _waiting = [];
    private int _lastEntry;

    /// <summary>Takes the place of a registration that has arrived.</summary>
    /// <param name="arrival">The position of the registration among the calls of the program.</param>
    public StartPlace Enter(long arrival)
    {
        lock (_gate)
        {
            var place = new StartPlace(arrival, ++_lastEntry);
            _entered.Add(place);
            return place;
        }
    }

    /// <summary>Waits until all operations in places before this one have started. Completes at once after the place was left.</summary>
    public Task WaitAsync(StartPlace place)
    {
        lock (_gate)
        {
            if (!_entered.Contains(place) || _entered.Min == place)
            {
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[place] = turn;
            return turn.Task;
        }
    }

    /// <summary>Leaves a place: its operation has started, or never will.</summary>
    public void Leave(StartPlace place)
    {
        lock (_gate)
        {
            _entered.Remove(place);
            _waiting.Remove(place);
            if (_entered.Count > 0 && _waiting.Remove(_entered.Min, out var next))
            {
                next.SetResult();
            }
        }
    }
}
