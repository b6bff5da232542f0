using System.Text.Json.Nodes;
using CsCheck;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Tests.Properties;

/// <summary>Any sequence of writes, seen through lists and watches.</summary>
public sealed class StoreProperties
{
    private const string Namespace = "default";

    private static readonly Gen<(int Action, int Name)[]> Writes = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5]).Array[1, 60];

    [Fact]
    public void AListAndTheEventsAfterIt_GiveTheLaterList() =>
        Gen.Select(Writes, Writes)
            .Sample(
                (before, after) =>
                {
                    var store = new ObjectStore();
                    Apply(store, before);
                    var list = store.List(GroupResource.ConfigMaps, Namespace);
                    var watch = store.Watch(GroupResource.ConfigMaps, Namespace, list.Version);
                    Apply(store, after);

                    var seen = list.Items.ToDictionary(item => item.Name, item => item.Version);
                    while (watch.TryRead(out var change))
                    {
                        if (change.Type == WatchEventType.Deleted)
                        {
                            seen.Remove(change.Item.Name);
                        }
                        else
                        {
                            seen[change.Item.Name] = change.Item.Version;
                        }
                    }

                    var now = store.List(GroupResource.ConfigMaps, Namespace).Items.Select(item => (item.Name, item.Version));
                    Assert.Equal(now, seen.Select(entry => (entry.Key, entry.Value)).OrderBy(entry => entry.Key, StringComparer.Ordinal));
                },
                iter: 500
            );

    [Fact]
    public void EachWrite_HasALaterVersionThanAllBefore() =>
        Writes.Sample(
            writes =>
            {
                var store = new ObjectStore();
                var watch = store.Watch(GroupResource.ConfigMaps);
                Apply(store, writes);

                var last = 0L;
                while (watch.TryRead(out var change))
                {
                    Assert.True(change.Version > last, $"{change.Version} after {last}");
                    Assert.Equal($"{change.Version}", change.Item.Metadata.Text("resourceVersion"));
                    last = change.Version;
                }

                Assert.Equal(last, store.Version);
            },
            iter: 500
        );

    private static void Apply(ObjectStore store, IEnumerable<(int Action, int Name)> writes)
    {
        foreach (var (action, number) in writes)
        {
            var name = $"c{number}";
            switch ((action, store.Find(GroupResource.ConfigMaps, Namespace, name)))
            {
                case (_, null):
                    store.TryCreate(
                        GroupResource.ConfigMaps,
                        new JsonObject
                        {
                            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Namespace },
                        }
                    );
                    break;
                case (0, { } item):
                    store.TryDelete(item);
                    break;
                case (_, { } item):
                    store.TryUpdate(item, item.Copy());
                    break;
            }
        }
    }
}
