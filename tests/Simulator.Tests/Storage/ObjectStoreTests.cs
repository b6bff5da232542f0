using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Tests.Storage;

public class ObjectStoreTests
{
    private readonly ObjectStore _store = new(historyLength: 3);

    [Fact]
    public void Versions_AcrossAllKinds_IncreaseByOne()
    {
        var first = Create("a", "one");
        var second = _store.TryCreate(GroupResource.Nodes, Body("", "node"))!;

        Assert.Equal(1, first.Version);
        Assert.Equal(2, second.Version);
        Assert.Equal("2", second.Metadata.Text("resourceVersion"));
        Assert.Equal(2, _store.Version);
    }

    [Fact]
    public void TryCreate_NameTaken_ReturnsNull()
    {
        Create("a", "one");

        Assert.Null(_store.TryCreate(GroupResource.Pods, Body("a", "one")));
        Assert.NotNull(_store.TryCreate(GroupResource.Pods, Body("b", "one")));
        Assert.Equal(2, _store.Version);
    }

    [Fact]
    public void TryUpdate_StaleVersion_ReturnsNull()
    {
        var old = Create("a", "one");
        var current = _store.TryUpdate(old, old.Copy());

        Assert.NotNull(current);
        Assert.Null(_store.TryUpdate(old, old.Copy()));
        Assert.Null(_store.TryDelete(old));
        Assert.NotNull(_store.TryDelete(current));
    }

    [Fact]
    public void List_OrdersByNamespaceAndName()
    {
        Create("b", "x");
        Create("a", "z");
        Create("a", "y");

        Assert.Equal(["a/y", "a/z", "b/x"], Names(_store.List(GroupResource.Pods)));
        Assert.Equal(["a/y", "a/z"], Names(_store.List(GroupResource.Pods, "a")));
        Assert.Empty(_store.List(GroupResource.Pods, "none").Items);
        Assert.Equal(3, _store.List(GroupResource.Nodes).Version);
    }

    [Fact]
    public void ListAt_AnEarlierVersion_ReturnsItsObjects()
    {
        var first = Create("a", "one");
        Create("a", "two");
        var changed = _store.TryUpdate(first, first.Copy())!;
        _store.TryDelete(changed);

        Assert.Equal(["a/two"], Names(_store.ListAt(GroupResource.Pods, null, 4)));
        Assert.Equal(["a/one", "a/two"], Names(_store.ListAt(GroupResource.Pods, null, 2)));
        Assert.Same(first, _store.ListAt(GroupResource.Pods, null, 1).Items.Single());
        Assert.Throws<VersionTooOldException>(() => _store.ListAt(GroupResource.Pods, null, 0));
    }

    [Fact]
    public void Watch_FromVersion_GivesLaterChangesOnly()
    {
        var first = Create("a", "one");
        Create("a", "two");
        var watch = _store.Watch(GroupResource.Pods, null, 1);
        _store.TryDelete(first);

        Assert.True(watch.TryRead(out var added));
        Assert.Equal((WatchEventType.Added, "two", 2L), (added.Type, added.Item.Name, added.Version));
        Assert.True(watch.TryRead(out var deleted));
        Assert.Equal((WatchEventType.Deleted, "one", 3L), (deleted.Type, deleted.Item.Name, deleted.Version));
        Assert.Same(first, deleted.Previous);
        Assert.False(watch.TryRead(out _));
    }

    [Fact]
    public void Watch_TooOld_Throws()
    {
        for (var i = 0; i < 5; i++)
        {
            Create("a", $"pod-{i}");
        }

        Assert.Throws<VersionTooOldException>(() => _store.Watch(GroupResource.Pods, null, 1));
        Assert.True(_store.Watch(GroupResource.Pods, null, 2).TryRead(out var next));
        Assert.Equal(3, next.Version);
    }

    [Fact]
    public void Watch_SlowReader_LosesNoEvent()
    {
        var watch = _store.Watch(GroupResource.Pods);
        for (var i = 0; i < 50; i++)
        {
            Create("a", $"pod-{i}");
        }

        var seen = new List<long>();
        while (watch.TryRead(out var happened))
        {
            seen.Add(happened.Version);
        }

        Assert.Equal(Enumerable.Range(1, 50).Select(version => (long)version), seen);
    }

    [Fact]
    public async Task WaitToRead_AnObjectChanges_Completes()
    {
        var watch = _store.Watch(GroupResource.Pods, "a");
        var waiting = watch.WaitToReadAsync();
        Assert.False(waiting.IsCompleted);

        Create("a", "one");

        await waiting;
        Assert.True(watch.TryRead(out _));
    }

    [Fact]
    public async Task Watch_ParallelWriters_SeesAllChangesInOrder()
    {
        var store = new ObjectStore();
        var watch = store.Watch(GroupResource.Pods);
        var writers = Enumerable
            .Range(0, 4)
            .Select(writer =>
                Task.Run(() =>
                {
                    for (var i = 0; i < 250; i++)
                    {
                        store.TryCreate(GroupResource.Pods, Body($"writer-{writer}", $"pod-{i}"));
                    }
                })
            );
        var seen = new List<long>();
        var reader = Task.Run(async () =>
        {
            await foreach (var happened in watch.ReadAllAsync())
            {
                seen.Add(happened.Version);
                if (seen.Count == 1000)
                {
                    return;
                }
            }
        });

        await Task.WhenAll(writers);
        await reader;

        Assert.Equal(Enumerable.Range(1, 1000).Select(version => (long)version), seen);
        Assert.Equal(1000, store.List(GroupResource.Pods).Items.Count);
    }

    private KubeObject Create(string inNamespace, string name) => _store.TryCreate(GroupResource.Pods, Body(inNamespace, name))!;

    private static JsonObject Body(string inNamespace, string name) =>
        new()
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = inNamespace },
        };

    private static IEnumerable<string> Names(ObjectList list) => list.Items.Select(item => $"{item.Namespace}/{item.Name}");
}
