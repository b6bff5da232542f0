using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Resources;

/// <summary>Compares the inputs of a resource with its inputs of the last update.</summary>
internal static class InputComparison
{
    /// <summary>Compares inputs.</summary>
    /// <param name="before">The inputs of the last update.</param>
    /// <param name="after">The new inputs.</param>
    /// <param name="rules">The rules of the type.</param>
    /// <param name="canUpdate">Whether a property can be updated in place to its new value; null where it is removed.</param>
    public static DiffResult Compare(
        PropertyMap before,
        PropertyMap after,
        TypeRules rules,
        Func<string, PropertyValue?, bool>? canUpdate = null
    )
    {
        var normalizer = new Normalizer(rules);
        var (old, @new) = (normalizer.Normalize(before), normalizer.Normalize(after));
        var details = new SortedDictionary<string, PropertyDiff>(StringComparer.Ordinal);
        var replace = new List<string>();
        foreach (var name in old.Keys.Union(@new.Keys).Order(StringComparer.Ordinal))
        {
            var (left, right) = (old.Find(name), @new.Find(name));
            if (Equals(left, right))
            {
                continue;
            }

            var replaces = !rules.CanUpdate(name) || canUpdate?.Invoke(name, after.Find(name)?.RevealSecrets()) == false;
            if (replaces)
            {
                replace.Add(name);
            }

            details[name] = new PropertyDiff(Kind(left, right, replaces), InputDiff: true);
        }

        return details.Count == 0
            ? DiffResult.Same
            : new DiffResult
            {
                Changes = DiffChanges.Some,
                ChangedKeys = [.. details.Keys],
                ReplaceKeys = replace,
                DetailedDiff = details,
            };
    }

    private static PropertyDiffKind Kind(PropertyValue? left, PropertyValue? right, bool replaces) =>
        (left, right, replaces) switch
        {
            (null, _, false) => PropertyDiffKind.Add,
            (null, _, true) => PropertyDiffKind.AddReplace,
            (_, null, false) => PropertyDiffKind.Delete,
            (_, null, true) => PropertyDiffKind.DeleteReplace,
            (_, _, false) => PropertyDiffKind.Update,
            (_, _, true) => PropertyDiffKind.UpdateReplace,
        };
}
