using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Engine.Tests.State.Editing;

/// <summary>Builds snapshots for tests of edits.</summary>
internal static class States
{
    public static ResourceState Root { get; } =
        new()
        {
            Urn = Urn.Create("dev", "demo", default, Urn.StackType, "demo-dev"),
            Custom = false,
            Type = Urn.StackType,
        };

    public static ResourceState Provider { get; } = Resource("default", type: "pulumi:providers:cloud") with { Provider = null };

    public static ResourceState Resource(string name, ResourceState? parent = null, string type = "cloud:index:Thing") =>
        new()
        {
            Urn = Urn.Create("dev", "demo", (parent ?? Root).Urn, type, name),
            Custom = true,
            Type = type,
            Id = $"id-{name}",
            Parent = (parent ?? Root).Urn,
            Inputs = PropertyMap.Create(("name", new PropertyString(name))),
        };

    public static ResourceState On(this ResourceState resource, params ResourceState[] dependencies) =>
        resource with
        {
            Dependencies = [.. dependencies.Select(dependency => dependency.Urn)],
            PropertyDependencies = new Dictionary<string, IReadOnlyList<Urn>>
            {
                ["name"] = [],
                ["value"] = [.. dependencies.Select(dependency => dependency.Urn)],
            },
        };

    public static ResourceState With(this ResourceState resource, ResourceState provider) =>
        resource with
        {
            Provider = new ProviderReference(provider.Urn, provider.Id),
        };

    public static Snapshot Snapshot(params ResourceState[] resources) => new() { Version = "v1.0.0", Resources = resources };

    public static IEnumerable<string> Names(this Snapshot snapshot) => snapshot.Resources.Select(resource => resource.Urn.Name);

    public static ResourceState Get(this Snapshot snapshot, string name) =>
        snapshot.Resources.Single(resource => resource.Urn.Name == name);
}
