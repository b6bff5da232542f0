using System.Text.Json.Nodes;
using Engine.Tests.Recovery;
using Engine.Tests.Support;
using Infra.Engine.Backends;
using Infra.Engine.Backends.Cluster;
using Infra.Engine.Errors;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.State;
using Infra.Engine.State.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Backends;

/// <summary>A backend in a namespace of a cluster.</summary>
public sealed class ClusterBackendTests : RemoteBackendContract, IDisposable
{
    private const string Secrets = "api/v1/namespaces/default/secrets";
    private const string Leases = "apis/coordination.k8s.io/v1/namespaces/default/leases";

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly SimulatedApi _cluster;
    private string _space = "default";

    public ClusterBackendTests() => _cluster = new SimulatedApi(_time);

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task Write_LargeFile_IsInSecretsOfPermittedSize()
    {
        Open().Store.Write(Open().Layout.StackFile(Stack), Large);

        var secrets = (await _cluster.SendAsync("GET", Secrets))["items"]!.AsArray();

        Assert.Equal(4, secrets.Count);
        Assert.All(secrets, secret => Assert.Equal("infra.dev/state", secret!["type"]!.GetValue<string>()));
        Assert.All(secrets.Select(secret => secret!["data"]?["content"]?.GetValue<string>()).OfType<string>(), content =>
            Assert.InRange(Convert.FromBase64String(content).Length, 1, 1 << 20)
        );
    }

    [Fact]
    public async Task WriteAndLock_AnswersAreLost_AreRecognizedAsItsOwn()
    {
        var gate = CreateGate(null);
        var isLost = false;
        gate.AtBoundary = (request, isAnswered) =>
        {
            if (isAnswered && request.Method != HttpMethod.Get && (isLost = !isLost))
            {
                throw new HttpRequestException("the connection was reset");
            }
        };
        var backend = OpenThrough(gate);
        var location = backend.Layout.StackFile(Stack);

        var version = backend.Store.Write(location, "one"u8.ToArray(), WriteCondition.IfAbsent);
        backend.Store.Write(location, Large, WriteCondition.IfVersion(version));
        using (var held = await backend.LockAsync(Stack, CancellationToken.None))
        {
            Assert.True(held.IsHeld);
        }

        Assert.Equal(Large, Open().Store.Read(location)!.Content);
        Assert.Empty(Open().Locks(Stack));
    }

    [Fact]
    public async Task Read_ChunkIsMissing_NamesTheSecret()
    {
        var location = Open().Layout.StackFile(Stack);
        Open().Store.Write(location, Large);
        var chunk = (await _cluster.SendAsync("GET", $"{Secrets}?labelSelector=infra.dev/state%3Dchunk"))["items"]![0]!;
        await _cluster.SendAsync("DELETE", $"{Secrets}/{chunk["metadata"]!["name"]}");

        var error = Assert.Throws<StateException>(() => Open().Store.Read(location));

        Assert.StartsWith($"{location}: the Secret infra-state-", error.Message, StringComparison.Ordinal);
        Assert.Contains("a chunk of it is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_NotRenewedInTime_IsTakenWithAWordAboutItsHolder()
    {
        // A process that is gone renews nothing: its timers stand.
        var stopped = new FakeTimeProvider(_time.GetUtcNow());
        var lost = await OpenAt(stopped).LockAsync(Stack, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(59));
        await Assert.ThrowsAsync<StackLockedException>(() => Open().LockAsync(Stack, CancellationToken.None));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(Open().Locks(Stack));

        using var taken = await Open().LockAsync(Stack, CancellationToken.None);

        Assert.Contains($"the lock of {Environment.UserName}@{Environment.MachineName}", taken.Notice, StringComparison.Ordinal);
        Assert.True(taken.IsHeld);
        Assert.False(lost.IsHeld);
        Assert.Equal(1, (await FindLeaseAsync())["spec"]!["leaseTransitions"]!.GetValue<int>());
        lost.Dispose();
        Assert.True(taken.IsHeld);
    }

    [Fact]
    public async Task Lock_Held_IsRenewedUntilReleased()
    {
        var time = new SignallingTime(_time.GetUtcNow());
        using (var held = await OpenAt(time).LockAsync(Stack, CancellationToken.None))
        {
            var run = Assert.Single(Open().Locks(Stack)).Run;

            // The timer of the time limit of the lease, and that of the first renewal.
            await time.TimerCreated.WaitAsync();
            await time.TimerCreated.WaitAsync();
            for (var renewals = 0; renewals < 6; renewals++)
            {
                _time.Advance(HeldLease.RenewalInterval);
                time.Advance(HeldLease.RenewalInterval);

                // The time limit of the request, and the timer of the next renewal.
                await time.TimerCreated.WaitAsync();
                await time.TimerCreated.WaitAsync();
            }

            Assert.True(held.IsHeld);
            Assert.Equal(run, Assert.Single(Open().Locks(Stack)).Run);
        }

        Assert.Empty((await _cluster.SendAsync("GET", Leases))["items"]!.AsArray());
    }

    [Fact]
    public async Task Lock_CannotBeRenewed_IsLostBeforeAnotherUpdateTakesIt()
    {
        var time = new FakeTimeProvider(_time.GetUtcNow());
        var gate = CreateGate(null);
        using var held = await OpenThrough(gate, time).LockAsync(Stack, CancellationToken.None);
        gate.AtBoundary = (_, _) => throw new KubeconfigException("the credential plugin failed");

        time.Advance(HeldLease.Reliance - TimeSpan.FromSeconds(1));
        Assert.False(held.Lost.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(held.Lost.IsCancellationRequested);
        Assert.Single(OpenAt(time).Locks(Stack));
    }

    [Fact]
    public void Write_FileIsDeletedMeanwhile_LeavesTheWholeFile()
    {
        var location = Open().Layout.StackFile(Stack);
        Open().Store.Write(location, Large);
        var gate = CreateGate(null);
        gate.AtBoundary = (request, isAnswered) =>
        {
            if (!isAnswered && request.Method == HttpMethod.Put)
            {
                gate.AtBoundary = (_, _) => { };
                Open().Store.Delete(location);
            }
        };

        OpenThrough(gate).Store.Write(location, Large);

        Assert.Equal(Large, Open().Store.Read(location)!.Content);
    }

    [Fact]
    public async Task Up_LeaseIsTakenWhileItRuns_StopsAndSavesBeside()
    {
        using var stack = new TestStack(backend: Open());
        await stack.UpAsync(program => program.ThingAsync("one"));
        stack.Cloud.Before = async (_, _, _) =>
        {
            stack.Cloud.Before = (_, _, _) => Task.CompletedTask;
            var lease = await FindLeaseAsync();
            lease["spec"]!["holderIdentity"] = "another";
            await _cluster.SendAsync("PUT", $"{Leases}/{lease["metadata"]!["name"]}", lease);
        };

        var error = await Assert.ThrowsAsync<StateException>(() => stack.UpAsync(program => program.ThingAsync("two")));

        Assert.Contains("it has not been overwritten", error.Message, StringComparison.Ordinal);
        Assert.Contains(stack.State.Resources, resource => resource.Urn.Name == "one");
        Assert.Equal("another", (await FindLeaseAsync())["spec"]!["holderIdentity"]!.GetValue<string>());
    }

    [Fact]
    public async Task Rename_NameIsTakenMeanwhile_IsAnErrorThatLeavesBothStacks()
    {
        using var stack = new TestStack(backend: Open());
        await stack.UpAsync(program => program.ThingAsync("one"));
        var renamed = Stack with { Name = "qa" };
        var gate = CreateGate(null);
        var isTaken = false;
        gate.AtBoundary = (request, isAnswered) =>
        {
            if (
                !isAnswered
                && !isTaken
                && request.Method == HttpMethod.Post
                && request.RequestUri!.AbsolutePath.EndsWith("secrets", StringComparison.Ordinal)
            )
            {
                isTaken = true;
                Synchronously.Run(() => Open().CreateAsync(renamed));
            }
        };
        using var other = new TestStack(backend: OpenThrough(gate));

        var error = await Assert.ThrowsAnyAsync<EngineException>(() => other.Workspace.RenameStackAsync(Stack, "qa"));

        Assert.Contains("qa.json: was changed by another program; run the command again", error.Message, StringComparison.Ordinal);
        Assert.Equal(["dev", "qa"], Open().List("demo").Select(summary => summary.Name));
        Assert.Contains(stack.State.Resources, resource => resource.Urn.Name == "one");
    }

    [Fact]
    public void Write_NamespaceIsMissing_NamesTheCure()
    {
        _space = "absent";

        var error = Assert.Throws<StateException>(() => Open().Store.Write(Open().Layout.MetaFile, "x"u8.ToArray()));

        Assert.Contains("`kubectl create namespace absent`", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kubernetes://prod/infra-state", "prod", "infra-state", null)]
    [InlineData("kubernetes:///state?kubeconfig=/home/ann/kube%20config", null, "state", "/home/ann/kube config")]
    [InlineData("kubernetes://arn:aws:eks:eu-west-1:1:cluster/shop/state", "arn:aws:eks:eu-west-1:1:cluster/shop", "state", null)]
    public void Parse_Url_HasItsParts(string url, string? context, string space, string? kubeconfig) =>
        Assert.Equal(new ClusterBackendUrl(context, space, kubeconfig), ClusterBackendUrl.Parse(url));

    [Theory]
    [InlineData(
        "kubernetes://prod/state?kubeconfig=clusters/a%20b.yaml",
        "kubernetes://prod/state?kubeconfig=/srv/shop/clusters/a%20b.yaml"
    )]
    [InlineData("kubernetes:///state?kubeconfig=~/prod.yaml", "kubernetes:///state?kubeconfig=~/prod.yaml")]
    [InlineData("kubernetes://prod/state", "kubernetes://prod/state")]
    public void Open_PathOfTheKubeconfigIsRelative_IsThatOfTheFolder(string url, string opened) =>
        Assert.Equal(opened, StateBackends.Open(url, "/srv/shop", environment: _ => null).Url);

    [Theory]
    [InlineData("kubernetes://prod", "has no namespace")]
    [InlineData("kubernetes://prod/", "has no namespace")]
    [InlineData("kubernetes://prod/state?cluster=x", "`cluster=x` is not supported")]
    public void Parse_OtherUrl_IsRefused(string url, string problem) =>
        Assert.Contains(
            problem,
            Assert.Throws<ConfigurationException>(() => ClusterBackendUrl.Parse(url)).Message,
            StringComparison.Ordinal
        );

    private protected override RequestGate CreateGate(int? crashesAt) => new(_cluster) { CrashesAt = crashesAt };

    private protected override StateBackend OpenThrough(RequestGate gate) => OpenThrough(gate, _time);

    private protected override async Task AssertNoGarbageAsync(string location)
    {
        Assert.True(await CountChunksAsync() > 3);
        _time.Advance(TimeSpan.FromHours(2));
        Open().Store.Write(location, Large);
        Assert.Equal(3, await CountChunksAsync());
    }

    private StateBackend OpenAt(TimeProvider time) => OpenThrough(CreateGate(null), time);

    private StateBackend OpenThrough(RequestGate gate, TimeProvider time)
    {
        var url = $"kubernetes://simulated/{_space}";
        var client = new NamespaceClient(ClusterBackendUrl.Parse(url), () =>
            new KubernetesClient(SimulatedApi.Connection, gate, TimeProvider.System)
        );
        return StateBackends.OpenCluster(url, client, time, _ => null);
    }

    private async Task<JsonObject> FindLeaseAsync() =>
        Assert.Single((await _cluster.SendAsync("GET", Leases))["items"]!.AsArray())!.AsObject();

    private async Task<int> CountChunksAsync() =>
        (await _cluster.SendAsync("GET", $"{Secrets}?labelSelector=infra.dev/state%3Dchunk"))["items"]!.AsArray().Count;

    private sealed class SignallingTime(DateTimeOffset start) : FakeTimeProvider(start)
    {
        public SemaphoreSlim TimerCreated { get; } = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            TimerCreated.Release();
            return timer;
        }
    }
}
