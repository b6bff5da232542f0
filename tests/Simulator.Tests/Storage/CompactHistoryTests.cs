using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;
using Moq;

namespace Infra.Simulator.Tests.Storage;

/// <summary>Old changes of a store with a journal keep the text of their objects only; no reader can tell.</summary>
public class CompactHistoryTests
{
    private const int Objects = 2_000;

    private readonly ObjectStore _store = new([], 0, JournalOfTexts());

    [Fact]
    public void Watch_FromTheFirstChange_ReadsEveryObjectAsItWas()
    {
        var late = _store.Watch(GroupResource.Pods);
        var created = CreateAll();

        for (var i = 0; i < Objects; i++)
        {
            Assert.True(late.TryRead(out var change));
            Assert.Equal(WatchEventType.Added, change.Type);
            Assert.Equal(created[i].ToString(), change.Item.ToString());
            Assert.Equal(created[i].Uid, change.Item.Uid);
            Assert.Equal(created[i].Labels, change.Item.Labels);
            Assert.True(JsonNode.DeepEquals(created[i].Body, change.Item.Body));
        }

        Assert.False(late.TryRead(out _));
    }

    [Fact]
    public void Watch_OfManyChanges_OnlyTheOldOnesAreCompact()
    {
        var late = _store.Watch(GroupResource.Pods);
        var created = CreateAll();

        var read = created.Select(_ => late.TryRead(out var change) ? change.Item : null).ToList();

        Assert.NotSame(created[0], read[0]);
        Assert.Same(created[^1], read[^1]);
    }

    [Fact]
    public void ListAt_AVersionBeforeManyChanges_ReturnsItsObjects()
    {
        var first = _store.TryCreate(GroupResource.Pods, Body(0, "first"))!;
        var last = first;
        for (var i = 0; i < Objects; i++)
        {
            last = _store.TryUpdate(last, Body(0, $"change-{i}"))!;
        }

        var item = Assert.Single(_store.ListAt(GroupResource.Pods, "default", first.Version).Items);
        Assert.Equal("first", item.Labels["app"]);
        Assert.Equal(first.Version, item.Version);
        Assert.Equal("change-1999", _store.Find(GroupResource.Pods, "default", "pod-0")!.Labels["app"]);
    }

    [Fact]
    public void Event_ThatWasStored_IsReadAndUpdatedAsAnyObject()
    {
        var created = _store.TryCreate(GroupResource.Events, Body(1, "größer als <1>"))!;

        var found = _store.Find(GroupResource.Events, "default", "pod-1")!;
        Assert.Same(created, found);
        Assert.Equal("größer als <1>", found.Labels["app"]);
        Assert.NotNull(_store.TryUpdate(found, found.Copy()));
    }

    private List<KubeObject> CreateAll() =>
        [.. Enumerable.Range(0, Objects).Select(i => _store.TryCreate(GroupResource.Pods, Body(i, $"app-{i}"))!)];

    private static JsonObject Body(int number, string label) =>
        new()
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"pod-{number}",
                ["namespace"] = "default",
                ["uid"] = $"uid-{number}",
                ["labels"] = new JsonObject { ["app"] = label },
            },
            ["spec"] = new JsonObject { ["replicas"] = number, ["paused"] = null },
        };

    private static IStoreJournal JournalOfTexts()
    {
        var journal = new Mock<IStoreJournal>();
        journal.Setup(one => one.Append(It.IsAny<WatchEvent>())).Callback((WatchEvent change) => _ = change.Item.Json.Length);
        return journal.Object;
    }
}
