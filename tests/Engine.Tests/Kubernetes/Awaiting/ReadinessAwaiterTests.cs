using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Infra.Engine.Kubernetes;
using Infra.Engine.Kubernetes.Client;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Kubernetes.Awaiting;

public sealed class ReadinessAwaiterTests : IAsyncDisposable
{
    private const string Deployments = "apis/apps/v1/namespaces/shop/deployments";
    private const string ReplicaSets = "apis/apps/v1/namespaces/shop/replicasets";
    private const string Pods = "api/v1/namespaces/shop/pods";
    private const string Services = "api/v1/namespaces/shop/services";
    private const string Slices = "apis/discovery.k8s.io/v1/namespaces/shop/endpointslices";
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private readonly FakeCluster _cluster = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Channel<string> _statuses = Channel.CreateUnbounded<string>();
    private readonly ClusterSession _session;

    public ReadinessAwaiterTests() => _session = new ClusterSession(_cluster.Client(_time), _time);

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        _cluster.Dispose();
    }

    [Fact]
    public async Task Wait_DeploymentRollsOut_EndsWithTheLastPodAndReturnsTheLiveObject()
    {
        var created = Deployment("web");
        var waiting = _session.Awaiter.WaitAsync(created, created, Long, OnStatus, CancellationToken.None);
        Observed("web", available: false);
        ReplicaSet("web", ready: 0);
        Assert.Equal("0 of 2 pods are ready", await StatusAsync("pods"));
        ReplicaSet("web", ready: 2);
        Observed("web", available: true);

        var outcome = await waiting;

        Assert.Empty(outcome.Errors);
        Assert.Equal("1", outcome.Live["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"]!.GetValue<string>());
    }

    [Fact]
    public async Task Wait_ManyDeployments_ShareTheirWatches()
    {
        var names = Enumerable.Range(0, 50).Select(i => $"web-{i}").ToList();
        var waiting = names
            .Select(name =>
            {
                var created = Deployment(name);
                return _session.Awaiter.WaitAsync(created, created, Long, _ => { }, CancellationToken.None);
            })
            .ToList();
        foreach (var name in names)
        {
            ReplicaSet(name, ready: 2);
            Observed(name, available: true);
        }

        foreach (var outcome in await Task.WhenAll(waiting))
        {
            Assert.Empty(outcome.Errors);
        }

        Assert.Equal(3, _cluster.Requests.Count(r => r.Query.Contains("watch=true", StringComparison.Ordinal)));
        Assert.True(_cluster.Requests.Count <= 6, string.Join('\n', _cluster.Calls));
    }

    [Fact]
    public async Task Wait_TimesOut_ReportsTheProblemsOfThePods()
    {
        var created = Deployment("web");
        ReplicaSet("web", ready: 0);
        Observed("web", available: false);
        Pod(
            "web-1",
            """{"containerStatuses":[{"name":"m","ready":false,"state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling image \"bad:1\""}}}]}"""
        );

        var waiting = _session.Awaiter.WaitAsync(created, created, Long, OnStatus, CancellationToken.None);
        await StatusAsync("0 of 2 pods are ready");
        _time.Advance(Long);
        var outcome = await waiting;

        Assert.StartsWith(
            "Deployment shop/web exists, but was not ready after 60 s: 0 of 2 pods are ready",
            outcome.Errors[0],
            StringComparison.Ordinal
        );
        Assert.Contains("[MinimumReplicasUnavailable] too few", outcome.Errors);
        Assert.Contains("[Pod shop/web-1]: [ImagePullBackOff] Back-off pulling image \"bad:1\"", outcome.Errors);
    }

    [Fact]
    public async Task Wait_Cancelled_ReportsTheObjectAsNotReady()
    {
        var created = Deployment("web");
        using var cancel = new CancellationTokenSource();
        var waiting = _session.Awaiter.WaitAsync(created, created, Long, _ => { }, cancel.Token);
        await cancel.CancelAsync();
        Assert.Contains("when the wait was cancelled", (await waiting).Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_ObjectIsDeleted_ReportsIt()
    {
        var created = Deployment("web");
        var waiting = _session.Awaiter.WaitAsync(created, created, Long, _ => { }, CancellationToken.None);
        Observed("web", available: false);
        _cluster.Remove($"{Deployments}/web");
        Assert.Contains("was deleted while it was waited for", (await waiting).Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_StatusFromBeforeTheUpdate_IsIgnored()
    {
        // The watch may lag behind the write and still show the old, ready state.
        Deployment("web");
        ReplicaSet("web", ready: 2);
        Observed("web", available: true);
        var updated = _cluster.Find($"{Deployments}/web")!;
        updated["metadata"]!["generation"] = 2;
        updated["metadata"]!["resourceVersion"] = "9000";

        var waiting = _session.Awaiter.WaitAsync(updated, updated, Long, OnStatus, CancellationToken.None);
        await StatusAsync("waiting for the deployment controller");
        _time.Advance(Long);
        var outcome = await waiting;

        Assert.Contains("waiting for the deployment controller", outcome.Errors[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"type\":\"MODIFIED\",\"object\":{\"metadata\"")]
    [InlineData("{\"type\":\"MODIFIED\"}")]
    [InlineData("[]")]
    public async Task Wait_BrokenLineInTheWatch_ListsAgain(string line)
    {
        var created = Deployment("web");
        ReplicaSet("web", ready: 2);
        var isBroken = true;
        _cluster.Answer = request =>
        {
            if (!isBroken || request.Path != Deployments || !request.Query.Contains("watch=true", StringComparison.Ordinal))
            {
                return null;
            }

            isBroken = false;
            return FakeCluster.Json(HttpStatusCode.OK, line);
        };
        await using var session = new ClusterSession(_cluster.Client(), TimeProvider.System);

        var waiting = session.Awaiter.WaitAsync(created, created, Long, OnStatus, CancellationToken.None);
        var status = StatusAsync("watch event");
        await Task.WhenAny(status, waiting);
        Assert.False(waiting.IsCompleted, "the wait ended instead of listing again");
        Assert.Contains("https://fake.test/ sent a broken watch event", await status, StringComparison.Ordinal);
        Observed("web", available: true);

        Assert.Empty((await waiting).Errors);
    }

    [Fact]
    public async Task Look_ServerStopsAnswering_EndsWithATimeout()
    {
        var live = Deployment("web");
        Observed("web", available: false);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _cluster.Answer = request =>
        {
            if (request.Path != ReplicaSets)
            {
                return null;
            }

            asked.TrySetResult();
            return FakeCluster.Status(HttpStatusCode.InternalServerError, "InternalError", "etcd is down");
        };

        var looking = _session.Awaiter.LookAsync(live, live, CancellationToken.None);
        await asked.Task;
        _time.Advance(Long);

        var error = await Assert.ThrowsAsync<TimeoutException>(() => looking);
        Assert.Equal("the readiness of Deployment shop/web could not be determined within 60 s: etcd is down", error.Message);
    }

    [Fact]
    public async Task Wait_ServiceWithEndpoints_EndsWhenAllAreReady()
    {
        _cluster.Put(
            Services,
            """{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop"},"spec":{"clusterIP":"10.0.0.1","selector":{"app":"web"}}}"""
        );
        Slice(ready: false);
        var service = _cluster.Find($"{Services}/web")!;
        var waiting = _session.Awaiter.WaitAsync(service, service, Long, OnStatus, CancellationToken.None);
        await StatusAsync("");
        Assert.False(waiting.IsCompleted);
        Slice(ready: true);
        Assert.Empty((await waiting).Errors);
    }

    [Theory]
    [InlineData("pulumi.com/skipAwait", "true")]
    public async Task Wait_SkipAwait_SendsNothing(string annotation, string value)
    {
        var created = Deployment("web");
        var inputs = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [annotation] = value } } };
        Assert.Empty((await _session.Awaiter.WaitAsync(created, inputs, Long, _ => { }, CancellationToken.None)).Errors);
        Assert.Empty(_cluster.Requests);
    }

    [Fact]
    public async Task Delete_ObjectWithDependents_WaitsForTheDeletion()
    {
        var live = Deployment("web");
        var deleting = _session.Deleter.DeleteAsync(live, [], Long, _ => { }, CancellationToken.None);
        await _cluster.WatchStartedAsync(Deployments);
        Assert.False(deleting.IsCompleted);
        _cluster.Remove($"{Deployments}/web");
        await deleting;
    }

    [Fact]
    public async Task Delete_ObjectWithoutDependents_IsOneRequest()
    {
        _cluster.Put(
            "api/v1/namespaces/shop/configmaps",
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"shop"}}"""
        );
        var live = _cluster.Find("api/v1/namespaces/shop/configmaps/c")!;
        await _session.Deleter.DeleteAsync(live, [], Long, _ => { }, CancellationToken.None);
        Assert.Equal(["DELETE api/v1/namespaces/shop/configmaps/c"], _cluster.Calls);
    }

    [Fact]
    public async Task Delete_FinalizersRemain_NamesThem()
    {
        var live = Deployment("web");
        _cluster.Answer = r =>
        {
            if (r.Method == "GET" && r.Path == Deployments && !r.Query.Contains("watch", StringComparison.Ordinal))
            {
                _cluster.Change($"{Deployments}/web", o =>
                    o["metadata"]!["finalizers"] = new JsonArray("foregroundDeletion", "example.test/hold")
                );
            }

            return null;
        };
        var deleting = _session.Deleter.DeleteAsync(live, [], Long, OnStatus, CancellationToken.None);
        await StatusAsync("held");
        _time.Advance(Long);
        var e = await Assert.ThrowsAsync<TimeoutException>(() => deleting);
        Assert.Contains("held by its finalizers: example.test/hold", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_MissingObject_Succeeds()
    {
        var live = JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"gone","namespace":"shop"}}""")!.AsObject();
        await _session.Deleter.DeleteAsync(live, [], Long, _ => { }, CancellationToken.None);
        var unknownType = JsonNode.Parse("""{"apiVersion":"example.test/v1","kind":"Widget","metadata":{"name":"w"}}""")!.AsObject();
        await _session.Deleter.DeleteAsync(unknownType, [], Long, _ => { }, CancellationToken.None);
    }

    private JsonObject Deployment(string name)
    {
        _cluster.Put(
            Deployments,
            $$"""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{name}}","namespace":"shop","uid":"uid-{{name}}","generation":1},"spec":{"replicas":2} }"""
        );
        return _cluster.Find($"{Deployments}/{name}")!;
    }

    private void Observed(string name, bool available) => _cluster.Change($"{Deployments}/{name}", o =>
        {
            o["metadata"]!["annotations"] = new JsonObject { ["deployment.kubernetes.io/revision"] = "1" };
            o["status"] = JsonNode.Parse(
                $$"""{"observedGeneration":1,"conditions":[{"type":"Available","status":"{{available}}","reason":"MinimumReplicasUnavailable","message":"too few"}]}"""
            );
        });

    private void ReplicaSet(string name, int ready) =>
        _cluster.Put(
            ReplicaSets,
            $$"""{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"{{name}}-rs","namespace":"shop","uid":"rs-{{name}}","annotations":{"deployment.kubernetes.io/revision":"1"},"ownerReferences":[{"uid":"uid-{{name}}"}]},"spec":{"replicas":2},"status":{"readyReplicas":{{ready}} } }"""
        );

    private void Pod(string name, string status) =>
        _cluster.Put(
            Pods,
            $$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{name}}","namespace":"shop","ownerReferences":[{"uid":"rs-web"}]},"status":{{status}} }"""
        );

    private void Slice(bool ready) =>
        _cluster.Put(
            Slices,
            $$"""{"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"web-1","namespace":"shop","labels":{"kubernetes.io/service-name":"web"} },"endpoints":[{"addresses":["10.1.0.1"],"conditions":{"ready":{{(ready ? "true" : "false")}} } }] }"""
        );

    private void OnStatus(string status) => _statuses.Writer.TryWrite(status);

    private async Task<string> StatusAsync(string part)
    {
        await foreach (var status in _statuses.Reader.ReadAllAsync())
        {
            if (status.Contains(part, StringComparison.Ordinal))
            {
                return status;
            }
        }

        throw new InvalidOperationException("The channel was completed.");
    }
}
