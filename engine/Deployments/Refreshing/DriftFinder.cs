using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Refreshing;

/// <summary>Lists the fields in which a refreshed object differs from its state.</summary>
internal static class DriftFinder
{
    /// <summary>Finds the differences; null where there are none.</summary>
    public static ObjectDrift? Find(ResourceState old, ResourceState @new, DiffResult diff, IResourceProvider provider)
    {
        if (diff.Changes != DiffChanges.Some)
        {
            return null;
        }

        var paths = diff.DetailedDiff.Count > 0 ? diff.DetailedDiff.Keys : diff.ChangedKeys;
        var ownership = provider as IFieldOwnership;
        return new ObjectDrift { Fields = [.. paths.Order(StringComparer.Ordinal).Select(path => Describe(path, old, @new, ownership))] };
    }

    private static FieldDrift Describe(string text, ResourceState old, ResourceState @new, IFieldOwnership? ownership) =>
        PropertyPath.TryParse(text, out var path)
            ? new FieldDrift(
                text,
                Find(old.Inputs, path),
                Find(@new.Inputs, path) ?? Find(@new.Outputs, path),
                ownership?.FindOwner(@new.Outputs, path)
            )
            : new FieldDrift(text, null, null, null);

    /// <summary>Finds the value at a path; within a secret, the whole secret.</summary>
    private static PropertyValue? Find(PropertyValue value, PropertyPath path)
    {
        for (var depth = 0; depth < path.Segments.Length; depth++)
        {
            if (value is PropertySecret)
            {
                return value;
            }

            if (value.Get(PropertyPath.Create(path.Segments[depth])) is not { } child)
            {
                return null;
            }

            value = child;
        }

        return value;
    }
}
