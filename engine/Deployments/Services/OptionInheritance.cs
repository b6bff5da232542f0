using System.Collections.Concurrent;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Services;

/// <summary>Applies the options a resource inherits from its parent: protect, retainOnDelete, deletedWith and providers.</summary>
internal sealed class OptionInheritance
{
    private readonly ConcurrentDictionary<Urn, ResourceGoal> _goals = new();
    private readonly ConcurrentDictionary<Urn, IReadOnlyDictionary<string, string>> _componentProviders = new();

    /// <summary>Records what the children of a registered resource inherit.</summary>
    public void Record(Urn urn, ResourceGoal goal, IReadOnlyDictionary<string, string> providers)
    {
        _goals[urn] = goal;
        if (goal.Custom)
        {
            return;
        }

        // A component passes on its parent's providers for packages it has none for.
        var inherited = _componentProviders.GetValueOrDefault(goal.Parent) ?? new Dictionary<string, string>();
        _componentProviders[urn] = providers.Concat(inherited.Where(entry => !providers.ContainsKey(entry.Key))).ToDictionary();
    }

    /// <summary>Finds the parent of a registered resource; empty for the stack and for unregistered resources.</summary>
    public Urn FindParent(Urn urn) => _goals.TryGetValue(urn, out var goal) ? goal.Parent : default;

    /// <summary>Sets the options a goal inherits.</summary>
    public ResourceGoal Apply(ResourceGoal goal, IReadOnlyDictionary<string, string> providers)
    {
        var package = ProviderType.GetResourcePackage(goal.Type);
        if (_goals.TryGetValue(goal.Parent, out var parent))
        {
            var inheritsProvider =
                goal.Provider is null && parent.Provider is { } reference && ProviderType.GetPackage(reference.Urn.Type) == package;
            goal = goal with
            {
                DeletedWith = goal.DeletedWith.IsEmpty ? parent.DeletedWith : goal.DeletedWith,
                Protect = goal.Protect ?? parent.Protect,
                RetainOnDelete = goal.RetainOnDelete ?? parent.RetainOnDelete,
                Provider = inheritsProvider ? parent.Provider : goal.Provider,
            };
        }

        if (!goal.Custom)
        {
            return goal with { Provider = null };
        }

        return
            goal.Provider is null
            && (
                providers.TryGetValue(package, out var named)
                || (_componentProviders.TryGetValue(goal.Parent, out var ofParent) && ofParent.TryGetValue(package, out named))
            )
            ? goal with
            {
                Provider = ProviderReference.Parse(named),
            }
            : goal;
    }
}
