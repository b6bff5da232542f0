using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Operations;

namespace Engine.Tests.Kubernetes.Awaiting;

public sealed class ObjectDeleterTests : AwaitingTestBase
{
    private static DeletionProgress Silent => new(_ => { }, _ => { });

    [Fact]
    public async Task Delete_ObjectWithDependents_WaitsForTheDeletion()
    {
        var live = Deployment("web");
        var deleting = Session.Deleter.DeleteAsync(live, [], Long, Silent, CancellationToken.None);
        await Cluster.WatchStartedAsync(Deployments);
        Assert.False(deleting.IsCompleted);
        Cluster.Remove($"{Deployments}/web");
        await deleting;
    }

    [Fact]
    public async Task Delete_ObjectWithoutDependents_IsOneRequest()
    {
        Cluster.Put(
            "api/v1/namespaces/shop/configmaps",
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"shop"}}"""
        );
        var live = Cluster.Find("api/v1/namespaces/shop/configmaps/c")!;
        await Session.Deleter.DeleteAsync(live, [], Long, Silent, CancellationToken.None);
        Assert.Equal(["DELETE api/v1/namespaces/shop/configmaps/c"], Cluster.Calls);
    }

    [Fact]
    public async Task Delete_FinalizersRemain_NamesThem()
    {
        var live = Deployment("web");
        Cluster.Answer = r =>
        {
            if (r.Method == "GET" && r.Path == Deployments && !r.Query.Contains("watch", StringComparison.Ordinal))
            {
                Cluster.Change($"{Deployments}/web", o =>
                    o["metadata"]!["finalizers"] = new JsonArray("foregroundDeletion", "example.test/hold")
                );
            }

            return null;
        };
        var deleting = Session.Deleter.DeleteAsync(live, [], Long, new DeletionProgress(OnStatus, OnStatus), CancellationToken.None);
        await StatusAsync("held");
        Time.Advance(Long);
        var e = await Assert.ThrowsAsync<TimeoutException>(() => deleting);
        Assert.Contains("held by its finalizers: example.test/hold", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_BlockedNamespace_SaysWhyAfterSeconds()
    {
        const string Namespaces = "api/v1/namespaces";
        Cluster.Put(Namespaces, """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}""");
        var live = Cluster.Find($"{Namespaces}/shop")!;
        var deleting = Session.Deleter.DeleteAsync(live, [], Long, new DeletionProgress(_ => { }, OnStatus), CancellationToken.None);
        await Cluster.WatchStartedAsync(Namespaces);
        Cluster.Change($"{Namespaces}/shop", o => o["status"] = JsonNode.Parse(
                """
                {"conditions":[{"type":"NamespaceContentRemaining","status":"False","message":"no"},
                {"type":"NamespaceFinalizersRemaining","status":"True","message":"example.test/hold in 1 resource instances"}]}
                """
            ));
        Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(
            "the deletion of the namespace is blocked: example.test/hold in 1 resource instances",
            await StatusAsync("example.test/hold")
        );
        Assert.False(deleting.IsCompleted);
        Cluster.Remove($"{Namespaces}/shop");
        await deleting;
    }

    [Fact]
    public async Task Delete_MissingObject_Succeeds()
    {
        var live = JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"gone","namespace":"shop"}}""")!.AsObject();
        await Session.Deleter.DeleteAsync(live, [], Long, Silent, CancellationToken.None);
        var unknownType = JsonNode.Parse("""{"apiVersion":"example.test/v1","kind":"Widget","metadata":{"name":"w"}}""")!.AsObject();
        await Session.Deleter.DeleteAsync(unknownType, [], Long, Silent, CancellationToken.None);
    }
}
