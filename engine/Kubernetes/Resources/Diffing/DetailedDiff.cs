using System.Text.Json.Nodes;
using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes.Resources.Diffing;

/// <summary>
/// Compares two manifests in the sense of a JSON merge patch (RFC 7386), but lists each change, also in lists: objects are compared by
/// field, lists by item, other values as a whole.
/// </summary>
internal sealed class DetailedDiff
{
    private readonly ReplacementRules _rules;
    private readonly Dictionary<string, PropertyDiff> _changes = new(StringComparer.Ordinal);

    private DetailedDiff(ReplacementRules rules) => _rules = rules;

    /// <summary>Lists all changes from <paramref name="old"/> to <paramref name="new"/> with their property paths.</summary>
    public static Dictionary<string, PropertyDiff> Between(JsonObject old, JsonObject @new, ReplacementRules rules)
    {
        var diff = new DetailedDiff(rules);
        diff.CompareObjects(FieldPath.Root, old, @new);
        return diff._changes;
    }

    private void CompareObjects(FieldPath path, JsonObject old, JsonObject @new)
    {
        foreach (var (key, value) in @new)
        {
            if (old.TryGetPropertyValue(key, out var previous))
            {
                Compare(path.Field(key), previous, value);
            }
            else if (value is not null)
            {
                Add(path.Field(key), PropertyDiffKind.Add, value);
            }
        }

        foreach (var (key, _) in old)
        {
            if (!@new.ContainsKey(key))
            {
                Add(path.Field(key), PropertyDiffKind.Delete, null);
            }
        }
    }

    private void CompareLists(FieldPath path, JsonArray old, JsonArray @new)
    {
        for (var i = 0; i < Math.Max(old.Count, @new.Count); i++)
        {
            if (i >= @new.Count)
            {
                Add(path.Item(i), PropertyDiffKind.Delete, null);
            }
            else if (i >= old.Count)
            {
                Add(path.Item(i), PropertyDiffKind.Add, @new[i]);
            }
            else
            {
                Compare(path.Item(i), old[i], @new[i]);
            }
        }
    }

    private void Compare(FieldPath path, JsonNode? old, JsonNode? @new)
    {
        switch (old, @new)
        {
            case (null, null):
                break;
            case (JsonObject from, JsonObject to):
                CompareObjects(path, from, to);
                break;
            case (JsonObject { Count: > 0 } from, _) when Unknowns.IsUnknown(@new):
                // As in Pulumi's provider: whether a field of an unknown map remains is unknown, so each counts as removed.
                CompareObjects(path, from, []);
                break;
            case (JsonArray from, JsonArray to):
                CompareLists(path, from, to);
                break;
            case (_, null):
                Add(path, PropertyDiffKind.Delete, null);
                break;
            case (null, _):
                Add(path, PropertyDiffKind.Update, @new);
                break;
            default:
                if (Unknowns.IsUnknown(@new) || !JsonNode.DeepEquals(old, @new))
                {
                    Add(path, PropertyDiffKind.Update, @new);
                }

                break;
        }
    }

    private void Add(FieldPath path, PropertyDiffKind kind, JsonNode? newValue)
    {
        // Only removals are visible in the inputs alone.
        var inputDiff = kind == PropertyDiffKind.Delete;
        if (_rules.RequireReplacement(path, Unknowns.IsUnknown(newValue) ? null : newValue))
        {
            kind = kind switch
            {
                PropertyDiffKind.Add => PropertyDiffKind.AddReplace,
                PropertyDiffKind.Delete => PropertyDiffKind.DeleteReplace,
                _ => PropertyDiffKind.UpdateReplace,
            };
        }

        _changes[path.ToString()] = new PropertyDiff(kind, inputDiff);
    }
}
