using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators;

/// <summary>Reconciles the objects of one kind of custom resource, in the stead of its operator.</summary>
internal abstract class StandIn
{
    /// <summary>How long it waits for objects that it does not watch, such as Secrets and other custom resources.</summary>
    protected static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <summary>The most pods that it creates for one object: the control plane does nothing else meanwhile.</summary>
    private const int MaxPods = 100;

    /// <summary>The kind.</summary>
    public abstract GroupResource Resource { get; }

    /// <summary>
    /// Brings what belongs to an object up to date. It runs again when the object, or a pod, StatefulSet or Service that it owns,
    /// changes.
    /// </summary>
    /// <returns>The time after which to run again anyway; null for none.</returns>
    public abstract TimeSpan? Reconcile(PlainObject item);

    /// <summary>Does what an object that is being deleted waits for, and removes its finalizers. It runs at each of its changes.</summary>
    public virtual void Release(PlainObject item) { }

    /// <summary>How many pods it creates for an object that asks for a number of them.</summary>
    protected static int BoundPods(long wanted) => (int)Math.Clamp(wanted, 0, MaxPods);
}
