using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Stores;

/// <summary>An object of a store in the state of a stack.</summary>
/// <param name="Store">The store.</param>
/// <param name="Namespace">The object's namespace.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Resource">The object in the state.</param>
/// <param name="Provider">The provider that deploys it.</param>
internal sealed record StoreObject(string Store, string Namespace, string Name, ResourceState Resource, ResourceState Provider)
{
    /// <summary>The label with a store's name on its objects.</summary>
    public const string Label = StackLabels.Store;

    /// <summary>Finds the objects of all stores.</summary>
    public static IEnumerable<StoreObject> Find(Snapshot snapshot)
    {
        var providers = snapshot.Resources.Where(resource => !resource.Delete).ToLookup(resource => resource.Urn);
        var found =
            from resource in snapshot.Resources
            where resource is { Delete: false, Provider: not null }
            let store = FindLabel(resource, Label)
            where store is not null
            let id = resource.Id.Split('/')
            where id.Length == 2
            let provider = providers[resource.Provider!.Value.Urn].FirstOrDefault()
            where provider is not null
            select new StoreObject(store, id[0], id[1], resource, provider);
        return found;
    }

    /// <summary>Finds a label; null if the object has none of this name.</summary>
    public string? FindLabel(string key) => FindLabel(Resource, key);

    /// <summary>Finds a mapping in properties; null if there is none.</summary>
    public static PropertyObject? Map(PropertyMap? properties, string key) => properties?.Find(key)?.RevealSecrets() as PropertyObject;

    private static string? FindLabel(ResourceState resource, string key) =>
        (Map(Map(resource.Inputs, "metadata")?.Properties, "labels")?.Properties.Find(key)?.RevealSecrets() as PropertyString)?.Value;
}
