using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Planning.Diffing;

/// <summary>Compares the inputs of components, and of resources whose provider cannot compare them.</summary>
internal static class InputDiff
{
    public static DiffResult Compare(PropertyMap old, PropertyMap @new)
    {
        var changes = new SortedDictionary<string, PropertyDiff>(StringComparer.Ordinal);
        Compare(old.RevealSecrets(), @new.RevealSecrets(), PropertyPath.Root, changes);
        return changes.Count == 0
            ? DiffResult.Same
            : new DiffResult
            {
                Changes = DiffChanges.Some,
                DetailedDiff = changes,
                ChangedKeys = [.. changes.Keys.Select(path => PropertyPath.Parse(path).Segments[0].Name ?? path).Distinct()],
            };
    }

    private static void Compare(PropertyValue? old, PropertyValue? @new, PropertyPath path, SortedDictionary<string, PropertyDiff> changes)
    {
        if (Equals(old, @new))
        {
            return;
        }

        switch (old, @new)
        {
            case (PropertyObject before, PropertyObject after):
                foreach (var key in before.Properties.Keys.Union(after.Properties.Keys))
                {
                    Compare(before.Properties.Find(key), after.Properties.Find(key), path.Append(key), changes);
                }

                break;
            case (PropertyArray before, PropertyArray after):
                for (var i = 0; i < Math.Max(before.Elements.Length, after.Elements.Length); i++)
                {
                    Compare(before.Elements.ElementAtOrDefault(i), after.Elements.ElementAtOrDefault(i), path.Append(i), changes);
                }

                break;
            default:
                var kind =
                    old is null ? PropertyDiffKind.Add
                    : @new is null ? PropertyDiffKind.Delete
                    : PropertyDiffKind.Update;
                changes[path.ToString()] = new PropertyDiff(kind, InputDiff: true);
                break;
        }
    }
}
