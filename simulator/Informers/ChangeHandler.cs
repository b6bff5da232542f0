using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Informers;

/// <summary>
/// A component's handler of a cache's changes. A change that it fails to handle is reported and tried again with back-off, together with
/// the later changes of that object: the handler sees each object's versions in order, and other handlers and objects go on.
/// </summary>
/// <param name="handle">Handles a change.</param>
/// <param name="resource">The resource type of the cache.</param>
/// <param name="find">Finds the current version of an object.</param>
/// <param name="context">Supplies the loop of the retries and takes the reports.</param>
internal sealed class ChangeHandler<T>(
    Action<CacheChange<T>> handle,
    GroupResource resource,
    Func<ObjectKey, T?> find,
    ControllerContext context
)
    where T : ObjectView
{
    private readonly Dictionary<ObjectKey, T?> _unhandled = [];
    private readonly BackOff<ObjectKey> _backOff = WorkQueue<ObjectKey>.CreateBackOff();

    /// <summary>Handles a change, or leaves it for later.</summary>
    public void Handle(CacheChange<T> change)
    {
        var key = change.Latest.Key;
        if (_unhandled.Count > 0 && _unhandled.Remove(key, out var before))
        {
            change = change with { Before = before };
        }

        // An object that is gone before its creation was handled never existed for the handler.
        if (change.Before is null && change.After is null)
        {
            _backOff.Reset(key);
            return;
        }

        if (change is { Before: { } gone, After: { } successor } && gone.Uid != successor.Uid)
        {
            // The deletion between the two objects of this name was not handled either.
            Run(new CacheChange<T>(gone, null), key);
            if (_unhandled.ContainsKey(key))
            {
                return;
            }

            change = new CacheChange<T>(null, successor);
        }

        Run(change, key);
    }

    private void Run(CacheChange<T> change, ObjectKey key)
    {
        try
        {
            handle(change);
            _backOff.Reset(key);
        }
        catch (Exception failure)
        {
            context.Report(GetComponent(), $"{resource} {key}", failure);
            _unhandled[key] = change.Before;
            context.Loop.After(_backOff.Next(key), () => Retry(key));
        }
    }

    private void Retry(ObjectKey key)
    {
        if (!_unhandled.TryGetValue(key, out var before))
        {
            return;
        }

        var after = find(key);
        if (before is null && after is null)
        {
            _unhandled.Remove(key);
            _backOff.Reset(key);
            return;
        }

        Handle(new CacheChange<T>(before, after));
    }

    // The class that the handler belongs to; a lambda's own class is generated inside it.
    private string GetComponent()
    {
        var type = handle.Method.DeclaringType;
        while (type is { IsNested: true } && type.Name.StartsWith('<'))
        {
            type = type.DeclaringType;
        }

        return type?.Name ?? "informer";
    }
}
