using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>
/// A set of fields as a tree. A field and the fields below it are independent members. Operations return new sets; only
/// <see cref="Insert"/> changes one.
/// </summary>
internal sealed class FieldSet
{
    private readonly HashSet<PathElement> _members = [];
    private readonly Dictionary<PathElement, FieldSet> _children = [];

    public bool IsEmpty => _members.Count == 0 && _children.Count == 0;

    /// <summary>Whether an item of a list has none of the keys that identify it.</summary>
    public bool HasItemWithoutKey =>
        _members.Any(member => member.Text == "k:{}") || _children.Any(child => child.Key.Text == "k:{}" || child.Value.HasItemWithoutKey);

    public IEnumerable<PathElement> Members => _members;

    /// <summary>Parses <c>fieldsV1</c>.</summary>
    /// <exception cref="FormatException">A path is malformed.</exception>
    public static FieldSet FromJson(JsonObject json)
    {
        var set = new FieldSet();
        foreach (var (key, value) in json)
        {
            if (key == "." || PathElement.Parse(key) is not { } element)
            {
                continue;
            }

            var nested = value as JsonObject ?? [];
            if (nested.Count == 0 || nested.ContainsKey("."))
            {
                set._members.Add(element);
            }

            if (FromJson(nested) is { IsEmpty: false } child)
            {
                set._children[element] = child;
            }
        }
        return set;
    }

    /// <summary>Formats the set as <c>fieldsV1</c>, in Kubernetes' order.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var element in _members.Concat(_children.Keys).Distinct().Order())
        {
            var child = _children.TryGetValue(element, out var below) ? below.ToJson() : [];
            if (child.Count > 0 && _members.Contains(element))
            {
                child.Insert(0, ".", new JsonObject());
            }

            json[element.Text] = child;
        }
        return json;
    }

    /// <summary>Whether the sets have a member in common.</summary>
    public bool Overlaps(FieldSet other) =>
        _members.Overlaps(other._members)
        || other._children.Any(child => _children.TryGetValue(child.Key, out var own) && own.Overlaps(child.Value));

    public bool Contains(PathElement member) => _members.Contains(member);

    /// <summary>Whether the field at a path is a member.</summary>
    public bool Has(ReadOnlySpan<PathElement> path) =>
        path.Length == 1 ? Contains(path[0]) : _children.TryGetValue(path[0], out var child) && child.Has(path[1..]);

    /// <summary>Returns the subset below an element; empty if there is none.</summary>
    public FieldSet Below(PathElement element) => _children.TryGetValue(element, out var child) ? child : new FieldSet();

    public void Insert(ReadOnlySpan<PathElement> path)
    {
        var set = this;
        foreach (var element in path[..^1])
        {
            set = set.GetOrAdd(element);
        }

        set._members.Add(path[^1]);
    }

    public FieldSet Union(FieldSet other) =>
        Combine(
            other,
            static (left, right) => left || right,
            static (left, right) =>
                left is null ? right
                : right is null ? left
                : left.Union(right)
        );

    public FieldSet Intersection(FieldSet other) =>
        Combine(
            other,
            static (left, right) => left && right,
            static (left, right) => left is null || right is null ? null : left.Intersection(right)
        );

    public FieldSet Difference(FieldSet other) =>
        Combine(
            other,
            static (left, right) => left && !right,
            static (left, right) => left is null || right is null ? left : left.Difference(right)
        );

    /// <summary>Returns the set without the members of <paramref name="other"/> and their subsets.</summary>
    public FieldSet RecursiveDifference(FieldSet other) =>
        Combine(
            other,
            static (left, right) => left && !right,
            static (left, right) => left is null || right is null ? left : left.RecursiveDifference(right),
            dropsBelowMembers: true
        );

    /// <summary>Returns the set with the struct fields that enclose its members added as members.</summary>
    public FieldSet WithNamedFields(TypeSchema? type)
    {
        var result = new FieldSet();
        result._members.UnionWith(_members);
        foreach (var (element, child) in _children)
        {
            var field = element.IsField ? type?.FindField(element.FieldName) : null;
            if (field is not null)
            {
                result._members.Add(element);
            }

            result._children[element] = child.WithNamedFields(field?.Type ?? (element.IsField ? type?.Values : type?.Items));
        }
        return result;
    }

    /// <summary>Formats the path of each member as in conflicts: first those of this level, then those below.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        foreach (var element in _members.Order())
        {
            yield return prefix + element.ToPathText();
        }

        foreach (var (element, child) in _children.OrderBy(entry => entry.Key))
        {
            foreach (var below in child.Paths(prefix + element.ToPathText()))
            {
                yield return below;
            }
        }
    }

    private FieldSet GetOrAdd(PathElement element)
    {
        if (!_children.TryGetValue(element, out var child))
        {
            _children[element] = child = new FieldSet();
        }

        return child;
    }

    private FieldSet Combine(
        FieldSet other,
        Func<bool, bool, bool> member,
        Func<FieldSet?, FieldSet?, FieldSet?> below,
        bool dropsBelowMembers = false
    )
    {
        var result = new FieldSet();
        foreach (var element in _members.Union(other._members))
        {
            if (member(_members.Contains(element), other._members.Contains(element)))
            {
                result._members.Add(element);
            }
        }
        foreach (var element in _children.Keys.Union(other._children.Keys))
        {
            if (dropsBelowMembers && other._members.Contains(element))
            {
                continue;
            }

            if (below(_children.GetValueOrDefault(element), other._children.GetValueOrDefault(element)) is { IsEmpty: false } child)
            {
                result._children[element] = child;
            }
        }
        return result;
    }
}
