using System.Runtime.InteropServices;
using Infra.Simulator.Informers;

namespace Infra.Simulator.Scheduling;

/// <summary>The number of placed pods that use each PersistentVolumeClaim.</summary>
internal sealed class ClaimUses
{
    private readonly Dictionary<ObjectKey, int> _uses = [];

    /// <summary>The number of pods that use a claim.</summary>
    public int Count(ObjectKey claim) => _uses.GetValueOrDefault(claim);

    /// <summary>Adds or removes the uses of a pod.</summary>
    public void Add(PodChange change)
    {
        foreach (var claim in change.Pod.Claims)
        {
            var key = new ObjectKey(change.Pod.Pod.Namespace, claim);
            ref var uses = ref CollectionsMarshal.GetValueRefOrAddDefault(_uses, key, out _);
            uses += change.Times;
            if (uses == 0)
            {
                _uses.Remove(key);
            }
        }
    }
}
