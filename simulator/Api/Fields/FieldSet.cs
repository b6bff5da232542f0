using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>
/// A set of fields as a tree. A field and the fields below it are independent members. Operations return sets that may share parts with
/// their operands; only <see cref="Insert"/> changes one, and is for sets that were just created.
/// </summary>
internal sealed class FieldSet
{
    private static readonly FieldSet _empty = new();

    private HashSet<PathElement>? _members;
    private Dictionary<PathElement, FieldSet>? _children;

    public bool IsEmpty => _members is null && _children is null;

    /// <summary>Whether an item of a list has none of the keys that identify it.</summary>
    public bool HasItemWithoutKey =>
        (_members?.Any(member => member.Text == "k:{}") ?? false)
        || (_children?.Any(child => child.Key.Text == "k:{}" || child.Value.HasItemWithoutKey) ?? false);

    public IEnumerable<PathElement> Members => _members ?? [];

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

            if (value is not JsonObject { Count: > 0 } nested)
            {
                set.Add(element);
                continue;
            }

            if (nested.ContainsKey("."))
            {
                set.Add(element);
            }

            set.Add(element, FromJson(nested));
        }

        return set;
    }

    /// <summary>Whether an item of a list in <c>fieldsV1</c> has none of the keys that identify it.</summary>
    public static bool HasItemWithoutKeyIn(JsonObject json) =>
        json.Any(field => field.Key == "k:{}" || (field.Value is JsonObject { Count: > 0 } nested && HasItemWithoutKeyIn(nested)));

    /// <summary>Formats the set as <c>fieldsV1</c>, in Kubernetes' order.</summary>
    public JsonObject ToJson()
    {
        var elements = new List<PathElement>((_members?.Count ?? 0) + (_children?.Count ?? 0));
        elements.AddRange(Members);
        elements.AddRange(Children.Where(child => !Contains(child.Key)).Select(child => child.Key));
        elements.Sort();
        var json = new JsonObject();
        foreach (var element in elements)
        {
            var child = Find(element)?.ToJson() ?? [];
            if (child.Count > 0 && Contains(element))
            {
                child.Insert(0, ".", new JsonObject());
            }

            json[element.Text] = child;
        }

        return json;
    }

    /// <summary>Whether the sets have a member in common.</summary>
    public bool Overlaps(FieldSet other) =>
        (_members is not null && other._members is not null && _members.Overlaps(other._members))
        || (_children is not null && other.Children.Any(child => Find(child.Key) is { } own && own.Overlaps(child.Value)));

    /// <summary>Whether the set and one in the form of <c>fieldsV1</c> have an element of the first level in common.</summary>
    public bool MayOverlap(JsonObject json) =>
        json.Any(field => new PathElement(field.Key) is var element && (Contains(element) || Find(element) is not null));

    public bool Contains(PathElement member) => _members?.Contains(member) ?? false;

    /// <summary>Whether the field at a path is a member.</summary>
    public bool Has(ReadOnlySpan<PathElement> path) =>
        path.Length == 1 ? Contains(path[0]) : Find(path[0]) is { } child && child.Has(path[1..]);

    /// <summary>Returns the subset below an element; empty if there is none.</summary>
    public FieldSet Below(PathElement element) => Find(element) ?? _empty;

    public void Insert(ReadOnlySpan<PathElement> path)
    {
        var set = this;
        foreach (var element in path[..^1])
        {
            set = set.GetOrAdd(element);
        }

        set.Add(path[^1]);
    }

    public FieldSet Union(FieldSet other)
    {
        if (IsEmpty || other.IsEmpty)
        {
            return IsEmpty ? other : this;
        }

        var result = new FieldSet { _members = _members is null ? null : [.. _members] };
        foreach (var member in other.Members)
        {
            result.Add(member);
        }

        foreach (var (element, child) in Children)
        {
            result.Add(element, other.Find(element) is { } added ? child.Union(added) : child);
        }

        foreach (var (element, child) in other.Children.Where(child => Find(child.Key) is null))
        {
            result.Add(element, child);
        }

        return result;
    }

    public FieldSet Intersection(FieldSet other)
    {
        var result = new FieldSet();
        foreach (var member in Members.Where(other.Contains))
        {
            result.Add(member);
        }

        foreach (var (element, child) in Children)
        {
            if (other.Find(element) is { } common)
            {
                result.Add(element, child.Intersection(common));
            }
        }

        return result;
    }

    public FieldSet Difference(FieldSet other) => Without(other, dropsBelowMembers: false);

    /// <summary>Returns the set without the members of <paramref name="other"/> and their subsets.</summary>
    public FieldSet RecursiveDifference(FieldSet other) => Without(other, dropsBelowMembers: true);

    /// <summary>Returns the set with the struct fields that enclose its members added as members.</summary>
    public FieldSet WithNamedFields(TypeSchema? type)
    {
        var result = new FieldSet { _members = _members is null ? null : [.. _members] };
        foreach (var (element, child) in Children)
        {
            var field = element.IsField ? type?.FindField(element.FieldName) : null;
            if (field is not null)
            {
                result.Add(element);
            }

            result.Add(element, child.WithNamedFields(field?.Type ?? (element.IsField ? type?.Values : type?.Items)));
        }

        return result;
    }

    /// <summary>Formats the path of each member as in conflicts: first those of this level, then those below.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        foreach (var element in Members.Order())
        {
            yield return prefix + element.ToPathText();
        }

        foreach (var (element, child) in Children.OrderBy(entry => entry.Key))
        {
            foreach (var below in child.Paths(prefix + element.ToPathText()))
            {
                yield return below;
            }
        }
    }

    private IEnumerable<KeyValuePair<PathElement, FieldSet>> Children => _children ?? [];

    private FieldSet? Find(PathElement element) => _children?.GetValueOrDefault(element);

    private void Add(PathElement member) => (_members ??= []).Add(member);

    private void Add(PathElement element, FieldSet child)
    {
        if (!child.IsEmpty)
        {
            (_children ??= [])[element] = child;
        }
    }

    private FieldSet GetOrAdd(PathElement element)
    {
        _children ??= [];
        if (!_children.TryGetValue(element, out var child))
        {
            _children[element] = child = new FieldSet();
        }

        return child;
    }

    private FieldSet Without(FieldSet other, bool dropsBelowMembers)
    {
        if (IsEmpty || other.IsEmpty)
        {
            return this;
        }

        var result = new FieldSet();
        foreach (var member in Members.Where(member => !other.Contains(member)))
        {
            result.Add(member);
        }

        foreach (var (element, child) in Children)
        {
            if (!dropsBelowMembers || !other.Contains(element))
            {
                result.Add(element, other.Find(element) is { } removed ? child.Without(removed, dropsBelowMembers) : child);
            }
        }

        return result;
    }
}
