using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Planning;

/// <summary>
/// The URNs a deployment has registered, and the resource of the old state each continues: that of the same URN, or of one of its aliases.
/// </summary>
internal sealed class UrnRegistry
{
    private readonly Lock _gate = new();
    private readonly StackName _stack;
    private readonly Dictionary<Urn, TrackedResource> _old = [];
    private readonly HashSet<Urn> _registered = [];

    /// <summary>Former URN to present URN, of the aliases that matched.</summary>
    private readonly Dictionary<Urn, Urn> _successors = [];

    /// <summary>Present URN to former URN, of the aliases that matched.</summary>
    private readonly Dictionary<Urn, Urn> _formerUrns = [];

    public UrnRegistry(StackName stack, IEnumerable<TrackedResource> origin)
    {
        _stack = stack;
        foreach (var resource in origin.Where(resource => !resource.State.Delete))
        {
            _old[resource.State.Urn] = resource;
        }
    }

    /// <summary>The result of a registration.</summary>
    /// <param name="Urn">The URN under which the resource is registered.</param>
    /// <param name="Old">The resource it continues, or null for a new one.</param>
    /// <param name="Alias">The former URN where an alias matched, else empty.</param>
    /// <param name="Problem">Why the resource cannot be registered, or null.</param>
    public sealed record Registration(Urn Urn, TrackedResource? Old, Urn Alias, string? Problem);

    /// <summary>Registers the URN of a resource and finds the old resource it continues.</summary>
    public Registration Register(string type, string name, Urn parent, IEnumerable<ResourceAlias> aliases)
    {
        var urn = Urn.Create(_stack.Name, _stack.Project, parent, type, name);
        lock (_gate)
        {
            if (!_registered.Add(urn))
            {
                return new Registration(urn, null, default, $"Duplicate resource URN '{urn}'; try giving it a unique name");
            }

            if (_successors.TryGetValue(urn, out var claimant))
            {
                return new Registration(
                    urn,
                    null,
                    default,
                    $"Duplicate resource alias '{urn}' applied to resource with URN '{claimant}': "
                        + "the program also registers a resource with that URN; remove the alias"
                );
            }

            if (_old.TryGetValue(urn, out var old))
            {
                return new Registration(urn, old, default, null);
            }

            foreach (var alias in FormerUrns(type, name, parent, aliases))
            {
                if (alias != urn && _old.TryGetValue(alias, out var former))
                {
                    if (_registered.Contains(alias) || !_successors.TryAdd(alias, urn))
                    {
                        return new Registration(
                            urn,
                            null,
                            default,
                            $"Duplicate resource alias '{alias}' applied to resource with URN '{urn}': "
                                + "another resource uses that URN or alias; give the alias to one resource only"
                        );
                    }

                    _formerUrns[urn] = alias;
                    return new Registration(urn, former, alias, null);
                }
            }

            return new Registration(urn, null, default, null);
        }
    }

    /// <summary>The URNs registered so far.</summary>
    public IReadOnlyList<Urn> Registered
    {
        get
        {
            lock (_gate)
            {
                return [.. _registered];
            }
        }
    }

    /// <summary>True where a resource of the old state has been registered, under its own URN or through an alias.</summary>
    public bool IsRegistered(Urn urn)
    {
        lock (_gate)
        {
            return _registered.Contains(urn) || _successors.ContainsKey(urn);
        }
    }

    /// <summary>Gets the present URN of a resource, which differs where an alias matched.</summary>
    public Urn GetCurrent(Urn urn)
    {
        lock (_gate)
        {
            return _successors.GetValueOrDefault(urn, urn);
        }
    }

    private IEnumerable<Urn> FormerUrns(string type, string name, Urn parent, IEnumerable<ResourceAlias> aliases)
    {
        var own = aliases.Select(alias => Resolve(alias, type, name, parent)).ToArray();
        var inherited = _formerUrns.TryGetValue(parent, out var formerParent)
            ? own.Select(urn => Inherit(urn.Type, urn.Name, parent, formerParent)).Prepend(Inherit(type, name, parent, formerParent))
            : [];
        return own.Concat(inherited).Distinct();
    }

    private Urn Resolve(ResourceAlias alias, string type, string name, Urn parent)
    {
        if (!alias.Urn.IsEmpty)
        {
            return alias.Urn;
        }

        var formerParent =
            alias.HadNoParent ? default
            : alias.Parent.IsEmpty ? parent
            : _formerUrns.GetValueOrDefault(alias.Parent, alias.Parent);
        return Urn.Create(
            Or(alias.Stack, _stack.Name),
            Or(alias.Project, _stack.Project),
            formerParent,
            Or(alias.Type, type),
            Or(alias.Name, name)
        );
    }

    /// <summary>
    /// Derives the former URN of a child whose parent was renamed. A child's name that begins with its parent's is assumed to have been
    /// renamed with it.
    /// </summary>
    private Urn Inherit(string type, string name, Urn parent, Urn formerParent)
    {
        var formerName = name.StartsWith(parent.Name, StringComparison.Ordinal) ? formerParent.Name + name[parent.Name.Length..] : name;
        return Urn.Create(_stack.Name, _stack.Project, formerParent, type, formerName);
    }

    private static string Or(string text, string fallback) => text.Length > 0 ? text : fallback;
}
