using Infra.Kubernetes.Schema;

namespace Infra.Backend.Checks;

/// <summary>Finds kinds of objects in Kubernetes' schema.</summary>
internal static class SchemaKinds
{
    /// <summary>The type of a kind in the version that Kubernetes prefers; null if there is no such kind.</summary>
    public static ObjectType? FindPreferred(string kind)
    {
        var schema = SchemaFile.Instance;
        var preferred = schema.Groups.ToDictionary(group => group.Name, group => group.PreferredVersion, StringComparer.Ordinal);
        var resource = schema
            .Resources.Where(resource => resource.Kind == kind)
            .OrderByDescending(resource => preferred.GetValueOrDefault(resource.Group) == resource.Version)
            .FirstOrDefault();
        return resource is null ? null : ObjectType.Find(resource.ApiVersion, kind);
    }
}
