using System.Collections.Concurrent;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Services;

/// <summary>What a resource takes over from its parent: protection, retention, deletedWith and providers.</summary>
internal sealed class ProgramInheritance
{
    private readonly ConcurrentDictionary<Urn, ResourceGoal> _goals = new();
    private readonly ConcurrentDictionary<Urn, IReadOnlyDictionary<string, string>> _componentProviders = new();

    /// <summary>Notes what the children of a resource take over.</summary>
    public void Remember(Urn urn, ResourceGoal goal, IReadOnlyDictionary<string, string> providers)
    {
        _goals[urn] = goal;
        if (goal.Custom)
        {
            return;
        }

        // A component passes on its own parent's providers where it names none for a package.
        var inherited = _componentProviders.GetValueOrDefault(goal.Parent) ?? new Dictionary<string, string>();
        _componentProviders[urn] = providers.Concat(inherited.Where(entry => !providers.ContainsKey(entry.Key))).ToDictionary();
    }

    /// <summary>The parent of a registered resource; empty for the stack, and for what is not registered.</summary>
    public Urn FindParent(Urn urn) => _goals.TryGetValue(urn, out var goal) ? goal.Parent : default;

    /// <summary>Fills in what a goal leaves to its parent.</summary>
    public ResourceGoal Apply(ResourceGoal goal, IReadOnlyDictionary<string, string> providers)
    {
        var package = ProviderType.GetResourcePackage(goal.Type);
        if (_goals.TryGetValue(goal.Parent, out var parent))
        {
            var takesProvider = goal.Provider is null && parent.Provider is { } reference && ProviderType.GetPackage(reference.Urn.Type) == package;
            goal = goal with
            {
                DeletedWith = goal.DeletedWith.IsEmpty ? parent.DeletedWith : goal.DeletedWith,
                Protect = goal.Protect ?? parent.Protect,
                RetainOnDelete = goal.RetainOnDelete ?? parent.RetainOnDelete,
                Provider = takesProvider ? parent.Provider : goal.Provider,
            };
        }

        if (!goal.Custom)
        {
            return goal with { Provider = null };
        }

        return goal.Provider is null && (providers.TryGetValue(package, out var named)
            || (_componentProviders.TryGetValue(goal.Parent, out var ofParent) && ofParent.TryGetValue(package, out named)))
            ? goal with { Provider = ProviderReference.Parse(named) }
            : goal;
    }
}
