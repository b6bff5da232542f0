using System.Net;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes;
using Infra.Engine.Kubernetes.Client;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Kubernetes.Awaiting;

public sealed class ReadinessAwaiterTests : AwaitingTestBase
{
    private const string ReplicaSets = "apis/apps/v1/namespaces/shop/replicasets";
    private const string Pods = "api/v1/namespaces/shop/pods";
    private const string Services = "api/v1/namespaces/shop/services";
    private const string Slices = "apis/discovery.k8s.io/v1/namespaces/shop/endpointslices";

    [Fact]
    public async Task Wait_DeploymentRollsOut_EndsWithTheLastPodAndReturnsTheLiveObject()
    {
        var created = Deployment("web");
        var waiting = Session.Awaiter.WaitAsync(created, created, Long, OnStatus, CancellationToken.None);
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
                return Session.Awaiter.WaitAsync(created, created, Long, _ => { }, CancellationToken.None);
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

        Assert.Equal(3, Cluster.Requests.Count(r => r.Query.Contains("watch=true", StringComparison.Ordinal)));
        Assert.True(Cluster.Requests.Count <= 6, string.Join('\n', Cluster.Calls));
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

        var waiting = Session.Awaiter.WaitAsync(created, created, Long, OnStatus, CancellationToken.None);
        await StatusAsync("0 of 2 pods are ready");
        Time.Advance(Long);
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
        var waiting = Session.Awaiter.WaitAsync(created, created, Long, _ => { }, cancel.Token);
        await cancel.CancelAsync();
        Assert.Contains("when the wait was cancelled", (await waiting).Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_ObjectIsDeleted_ReportsIt()
    {
        var created = Deployment("web");
        var waiting = Session.Awaiter.WaitAsync(created, created, Long, _ => { }, CancellationToken.None);
        Observed("web", available: false);
        Cluster.Remove($"{Deployments}/web");
        Assert.Contains("was deleted while it was waited for", (await waiting).Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_StatusFromBeforeTheUpdate_IsIgnored()
    {
        // The watch may lag behind the write and still show the old, ready state.
        Deployment("web");
        ReplicaSet("web", ready: 2);
        Observed("web", available: true);
        var updated = Cluster.Find($"{Deployments}/web")!;
        updated["metadata"]!["generation"] = 2;
        updated["metadata"]!["resourceVersion"] = "9000";

        var waiting = Session.Awaiter.WaitAsync(updated, updated, Long, OnStatus, CancellationToken.None);
        await StatusAsync("waiting for the deployment controller");
        Time.Advance(Long);
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
        Cluster.Answer = request =>
        {
            if (!isBroken || request.Path != Deployments || !request.Query.Contains("watch=true", StringComparison.Ordinal))
            {
                return null;
            }

            isBroken = false;
            return FakeCluster.Json(HttpStatusCode.OK, line);
        };
        await using var session = new ClusterSession(Cluster.Client(), TimeProvider.System);

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
        Cluster.Answer = request =>
        {
            if (request.Path != ReplicaSets)
            {
                return null;
            }

            asked.TrySetResult();
            return FakeCluster.Status(HttpStatusCode.InternalServerError, "InternalError", "etcd is down");
        };

        var evaluation = Session.Awaiter.EvaluateAsync(live, live, CancellationToken.None);
        await asked.Task;
        Time.Advance(TimeSpan.FromMinutes(5));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => evaluation);
        Assert.Equal("the readiness of Deployment shop/web could not be determined within 240 s: etcd is down", error.Message);
    }

    [Fact]
    public async Task Wait_ServiceWithEndpoints_EndsWhenAllAreReady()
    {
        Cluster.Put(
            Services,
            """{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop"},"spec":{"clusterIP":"10.0.0.1","selector":{"app":"web"}}}"""
        );
        Slice(ready: false);
        var service = Cluster.Find($"{Services}/web")!;
        var waiting = Session.Awaiter.WaitAsync(service, service, Long, OnStatus, CancellationToken.None);
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
        Assert.Empty((await Session.Awaiter.WaitAsync(created, inputs, Long, _ => { }, CancellationToken.None)).Errors);
        Assert.Empty(Cluster.Requests);
    }

    private void Observed(string name, bool available) => Cluster.Change($"{Deployments}/{name}", o =>
        {
            o["metadata"]!["annotations"] = new JsonObject { ["deployment.kubernetes.io/revision"] = "1" };
            o["status"] = JsonNode.Parse(
                $$"""{"observedGeneration":1,"conditions":[{"type":"Available","status":"{{available}}","reason":"MinimumReplicasUnavailable","message":"too few"}]}"""
            );
        });

    private void ReplicaSet(string name, int ready) =>
        Cluster.Put(
            ReplicaSets,
            $$"""{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"{{name}}-rs","namespace":"shop","uid":"rs-{{name}}","annotations":{"deployment.kubernetes.io/revision":"1"},"ownerReferences":[{"uid":"uid-{{name}}"}]},"spec":{"replicas":2},"status":{"readyReplicas":{{ready}} } }"""
        );

    private void Pod(string name, string status) =>
        Cluster.Put(
            Pods,
            $$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{name}}","namespace":"shop","ownerReferences":[{"uid":"rs-web"}]},"status":{{status}} }"""
        );

    private void Slice(bool ready) =>
        Cluster.Put(
            Slices,
            $$"""{"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"web-1","namespace":"shop","labels":{"kubernetes.io/service-name":"web"} },"endpoints":[{"addresses":["10.1.0.1"],"conditions":{"ready":{{(ready ? "true" : "false")}} } }] }"""
        );
}
