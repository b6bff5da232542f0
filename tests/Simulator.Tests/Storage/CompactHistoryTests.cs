using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Tests.Storage;

/// <summary>The objects of old changes keep their text only; no reader can tell.</summary>
public class CompactHistoryTests
{
    private const int Objects = 2_000;

    private readonly ObjectStore _store = new();

    [Fact]
    public void Watch_FromTheFirstChange_ReadsEveryObjectAsItWas()
    {
        var late = _store.Watch(GroupResource.Pods);
        var created = CreateAll();

        for (var i = 0; i < Objects; i++)
        {
            Assert.True(late.TryRead(out var change));
            Assert.Equal(WatchEventType.Added, change.Type);
            Assert.Same(created[i], change.Item);
            Assert.Equal($"app-{i}", change.Item.Labels["app"]);
            Assert.True(JsonNode.DeepEquals(Stored(i, change.Version), change.Item.Body));
        }

        Assert.False(late.TryRead(out _));
    }

    [Fact]
    public void Body_OfAnObject_IsReleasedAfterManyChanges()
    {
        var first = _store.TryCreate(GroupResource.Pods, Body(Objects, "first"))!;
        var whole = first.Body;
        Assert.Same(whole, first.Body);

        CreateAll();

        Assert.NotSame(whole, first.Body);
        Assert.True(JsonNode.DeepEquals(whole, first.Body));
        Assert.Same(first, _store.Find(GroupResource.Pods, "default", first.Name));
    }

    [Fact]
    public void Body_OfACompactObject_IsParsedOnceWhileItIsInUse()
    {
        var created = CreateAll();

        var body = created[0].Body;
        var metadata = created[0].Metadata;

        Assert.Same(body, created[0].Body);
        Assert.Same(body["metadata"], metadata);
        GC.KeepAlive(body);
    }

    [Fact]
    public void Update_OfACompactObject_IsThatOfAWholeOne()
    {
        var created = CreateAll();
        var changed = created[0].Copy();
        changed["spec"]!["paused"] = true;

        var updated = _store.TryUpdate(created[0], changed)!;

        Assert.Equal("""{"replicas":0,"paused":true}""", updated.Spec.ToJsonString());
        Assert.Null(created[0].Spec["paused"]);
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

    private static JsonObject Stored(int number, long version)
    {
        var body = Body(number, $"app-{number}");
        body["metadata"]!["resourceVersion"] = $"{version}";
        return body;
    }

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
}
