using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Time;

namespace Infra.Simulator.Operators;

/// <summary>Runs a stand-in when an object of its kind changes, or one that such an object owns.</summary>
internal sealed class StandInController
{
    private readonly StandIn _standIn;
    private readonly ResourceCache<PlainObject> _items;
    private readonly WorkQueue<ObjectKey> _queue;

    /// <summary>Subscribes to the kind, which must be served, and to pods, StatefulSets and Services that its objects may own.</summary>
    public StandInController(ControllerContext context, StandIn standIn)
    {
        _standIn = standIn;
        _items = context.Plain(standIn.Resource);
        _queue = context.Queue<ObjectKey>($"stand-in of {standIn.Resource}", Reconcile);
        _items.OnChange(change => _queue.Add(change.Latest.Key));
        context.Pods().OnChange(change => QueueOwner(change.Latest));
        context.StatefulSets().OnChange(change => QueueOwner(change.Latest));
        context.Services().OnChange(change => QueueOwner(change.Latest));
    }

    private void QueueOwner(ObjectView dependent)
    {
        if (dependent.Source.Controller is not { } owner)
        {
            return;
        }

        var key = new ObjectKey(dependent.Namespace, owner.Name);
        if (_items.Find(key, owner.Uid) is not null)
        {
            _queue.Add(key);
        }
    }

    private void Reconcile(ObjectKey key)
    {
        switch (_items.Find(key))
        {
            case { IsDeleting: true } item:
                _standIn.Release(item);
                break;
            case { } item when _standIn.Reconcile(item) is { } wait:
                _queue.AddAfter(key, wait);
                break;
            default:
                break;
        }
    }
}
