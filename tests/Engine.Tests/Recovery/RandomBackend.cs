using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Tests.Support;
using Infra.Protocol.Values;

namespace Engine.Tests.Recovery;

/// <summary>One object of a random program.</summary>
/// <param name="Kind">The kind: a ConfigMap is replaced when its data changes, the others are updated in place.</param>
/// <param name="Name">The resource's name.</param>
/// <param name="IsNamed">True with a fixed name, false with an automatic one.</param>
/// <param name="Value">The value that changes from program to program.</param>
/// <param name="DependsOn">The object before it that it depends on, or null.</param>
internal sealed record RandomObject(string Kind, string Name, bool IsNamed, int Value, string? DependsOn);

/// <summary>Random programs of a few objects without controllers, and what the cluster must have after them.</summary>
internal sealed class RandomBackend(Random random, string space)
{
    private static readonly string[] Kinds = ["ConfigMap", "Secret", "ServiceAccount"];

    public IReadOnlyList<RandomObject> Draw()
    {
        var objects = new List<RandomObject>();
        foreach (var index in Enumerable.Range(0, 6).Where(_ => random.Next(4) > 0))
        {
            var dependency = objects.Count > 0 && random.Next(2) == 0 ? objects[random.Next(objects.Count)].Name : null;

            // The kind and the name's origin belong to the name, so that programs differ in values, dependencies and what they have.
            objects.Add(new RandomObject(Kinds[index % 3], $"o{index}", index % 2 == 0, random.Next(3), dependency));
        }

        return objects;
    }

    public Func<ProgramClient, Task> Program(IReadOnlyList<RandomObject> objects) =>
        async program =>
        {
            var urns = new Dictionary<string, string>();
            foreach (var item in objects)
            {
                var registered = await program.RegisterAsync(
                    $"kubernetes:core/v1:{item.Kind}",
                    item.Name,
                    Inputs(item),
                    configure: request =>
                    {
                        if (item.DependsOn is { } dependency)
                        {
                            request.Dependencies.Add(urns[dependency]);
                        }
                    }
                );
                urns[item.Name] = registered.Urn;
            }
        };

    /// <summary>Lists the objects in the cluster as `kind name value`, automatic names shortened to those of their resources.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(SimulatedApi api)
    {
        var found = new List<string>();
        foreach (var kind in Kinds)
        {
            var list = await api.SendAsync("GET", $"api/v1/namespaces/{space}/{Plural(kind)}");
            found.AddRange(
                list["items"]!
                    .AsArray()
                    .Select(item => item!["metadata"]!)
                    .Where(metadata => metadata["labels"]?["value"] is not null)
                    .Select(metadata =>
                        $"{kind} {((string)metadata["name"]!).Split('-')[0]} {metadata["labels"]!["value"]} {metadata["labels"]!.AsObject().Count}"
                    )
            );
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>What <see cref="ListAsync"/> returns after a program.</summary>
    public static IReadOnlyList<string> Expect(IReadOnlyList<RandomObject> objects) =>
        [.. objects.Select(item => $"{item.Kind} {item.Name} {item.Value} {1 + (item.Value % 2)}").Order(StringComparer.Ordinal)];

    private PropertyMap Inputs(RandomObject item)
    {
        var value = item.Value.ToString(CultureInfo.InvariantCulture);
        var labels = PropertyMap.Create(("value", value));
        if (item.Value % 2 == 1)
        {
            labels = labels.SetItem($"odd{value}", "yes");
        }

        var metadata = PropertyMap.Create(("namespace", space), ("labels", new PropertyObject(labels)));
        if (item.IsNamed)
        {
            metadata = metadata.SetItem("name", item.Name);
        }

        var inputs = PropertyMap.Create(("apiVersion", "v1"), ("kind", item.Kind), ("metadata", new PropertyObject(metadata)));
        return item.Kind == "ConfigMap" ? inputs.SetItem("data", new PropertyObject(PropertyMap.Create(("value", value)))) : inputs;
    }

    private static string Plural(string kind) => $"{kind.ToLower(CultureInfo.InvariantCulture)}s";
}
