using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Messages;

namespace Infra.Engine.Deployments;

/// <summary>Who a registered resource is: its URN, and the resource of the state it was before, by that URN or by one of its aliases.</summary>
internal sealed class ResourceIdentities
{
    private readonly Lock _gate = new();
    private readonly StackName _stack;
    private readonly Dictionary<Urn, TrackedResource> _old = [];
    private readonly HashSet<Urn> _registered = [];

    /// <summary>Former URN to present one, of what aliases have matched.</summary>
    private readonly Dictionary<Urn, Urn> _successors = [];

    /// <summary>Present URN to former one, of what aliases have matched.</summary>
    private readonly Dictionary<Urn, Urn> _predecessors = [];

    public ResourceIdentities(StackName stack, IEnumerable<TrackedResource> origin)
    {
        _stack = stack;
        foreach (var resource in origin.Where(resource => !resource.State.Delete))
        {
            _old[resource.State.Urn] = resource;
        }
    }

    /// <summary>What a claim found out.</summary>
    /// <param name="Urn">The resource's URN.</param>
    /// <param name="Old">What it was before, or null for a new resource.</param>
    /// <param name="Alias">Its former URN where an alias matched, else empty.</param>
    /// <param name="Problem">Why it cannot be registered, or null.</param>
    public sealed record Identity(Urn Urn, TrackedResource? Old, Urn Alias, string? Problem);

    /// <summary>Takes a URN for a resource.</summary>
    public Identity Claim(string type, string name, Urn parent, IEnumerable<Alias> aliases)
    {
        var urn = Urn.Create(_stack.Name, _stack.Project, parent, type, name);
        lock (_gate)
        {
            if (!_registered.Add(urn))
            {
                return new Identity(urn, null, default, $"Duplicate resource URN '{urn}'; try giving it a unique name");
            }

            if (_successors.TryGetValue(urn, out var claimant))
            {
                return new Identity(urn, null, default, $"Duplicate resource alias '{urn}' applied to resource with URN '{claimant}': it is registered itself, too");
            }

            if (_old.TryGetValue(urn, out var old))
            {
                return new Identity(urn, old, default, null);
            }

            foreach (var alias in FormerUrns(type, name, parent, aliases))
            {
                if (alias != urn && _old.TryGetValue(alias, out var former))
                {
                    if (_registered.Contains(alias) || !_successors.TryAdd(alias, urn))
                    {
                        return new Identity(urn, null, default, $"Duplicate resource alias '{alias}' applied to resource with URN '{urn}': another resource has it");
                    }

                    _predecessors[urn] = alias;
                    return new Identity(urn, former, alias, null);
                }
            }

            return new Identity(urn, null, default, null);
        }
    }

    /// <summary>True where a resource of the state has been registered, under its own URN or through an alias.</summary>
    public bool IsRegistered(Urn urn)
    {
        lock (_gate)
        {
            return _registered.Contains(urn) || _successors.ContainsKey(urn);
        }
    }

    /// <summary>The URN a resource has now, which differs where an alias matched.</summary>
    public Urn Current(Urn urn)
    {
        lock (_gate)
        {
            return _successors.GetValueOrDefault(urn, urn);
        }
    }

    /// <summary>What the state knew of a URN when the deployment began, or null.</summary>
    public TrackedResource? FindOld(Urn urn)
    {
        lock (_gate)
        {
            return _old.GetValueOrDefault(urn);
        }
    }

    private IEnumerable<Urn> FormerUrns(string type, string name, Urn parent, IEnumerable<Alias> aliases)
    {
        var own = aliases.Select(alias => Resolve(alias, type, name, parent)).ToArray();
        var inherited = _predecessors.TryGetValue(parent, out var formerParent)
            ? own.Select(urn => Inherit(urn.Type, urn.Name, parent, formerParent)).Prepend(Inherit(type, name, parent, formerParent))
            : [];
        return own.Concat(inherited).Distinct();
    }

    private Urn Resolve(Alias alias, string type, string name, Urn parent)
    {
        if (alias.AliasCase == Alias.AliasOneofCase.Urn)
        {
            return new Urn(alias.Urn);
        }

        var spec = alias.Spec;
        var formerParent = spec.ParentCase switch
        {
            Alias.Types.Spec.ParentOneofCase.NoParent when spec.NoParent => default,
            Alias.Types.Spec.ParentOneofCase.ParentUrn when spec.ParentUrn.Length > 0 => Former(new Urn(spec.ParentUrn)),
            _ => parent,
        };
        return Urn.Create(
            Or(spec.Stack, _stack.Name), Or(spec.Project, _stack.Project), formerParent, Or(spec.Type, type), Or(spec.Name, name));
    }

    private Urn Former(Urn urn) => _predecessors.GetValueOrDefault(urn, urn);

    /// <summary>
    /// The former URN a child has because its parent had another. A child that bears its parent's name as a prefix is taken to follow the parent's
    /// renaming.
    /// </summary>
    private Urn Inherit(string type, string name, Urn parent, Urn formerParent)
    {
        var formerName = name.StartsWith(parent.Name, StringComparison.Ordinal) ? formerParent.Name + name[parent.Name.Length..] : name;
        return Urn.Create(_stack.Name, _stack.Project, formerParent, type, formerName);
    }

    private static string Or(string text, string fallback) => text.Length > 0 ? text : fallback;
}
