using System.Net;
using Engine.Tests.Kubernetes;
using Infra.Engine.Kubernetes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.Kubernetes.Configuration;
using Infra.Engine.Resources;
using Infra.Engine.Stores;

namespace Engine.Tests.Stores;

/// <summary>A cluster in which an object that a command waits for changes from one look to the next.</summary>
public abstract class StoreRunTestBase : IAsyncDisposable
{
    private readonly PauselessTime _time = new();

    private protected FakeCluster Cluster { get; } = new();

    private protected StoreCluster Store { get; }

    private protected List<string> Notes { get; } = [];

    private protected Dictionary<string, string> Logs { get; } = [];

    /// <summary>The objects of custom resources, by their collections.</summary>
    private protected Dictionary<string, List<string>> Lists { get; } = [];

    private protected DateTimeOffset Started { get; }

    private protected event Action<string> Notified = _ => { };

    protected StoreRunTestBase()
    {
        Started = _time.GetUtcNow();
        Store = Limit(null);
    }

    /// <summary>The cluster for a command that waits for a limited time.</summary>
    private protected StoreCluster Limit(TimeSpan? limit) =>
        new(
            new ClusterLink(
                () => Kubeconfig.Empty,
                _ => FakeCluster.Connection,
                connection => new KubernetesClient(connection, Cluster, TimeProvider.System),
                new ProviderSettings(),
                TimeProvider.System
            ),
            _time,
            limit
        );

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Cluster.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void Note(string text)
    {
        Notes.Add(text);
        Notified(text);
    }

    private protected static StoreTaskObject Item(string store, string name, StoreTask task, OperatorBackups? operatorBackups) =>
        new(store, task, "shop", name, operatorBackups, null!);

    /// <summary>Answers each look at an object of a collection with the next text, and then with the last; null if it is gone.</summary>
    private protected void Answer(string collection, IEnumerable<Func<int, string?>> looks)
    {
        var (all, look) = (looks.ToArray(), 0);
        Cluster.Answer = request =>
        {
            if (request.Path.EndsWith("/log", StringComparison.Ordinal))
            {
                var container = Logs.Keys.First(name => request.Query.Contains($"container={name}", StringComparison.Ordinal));
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Logs[container]) };
            }

            if (Lists.TryGetValue(request.Path, out var items) && request.Method == "GET")
            {
                return FakeCluster.Json(HttpStatusCode.OK, $"{{\"items\": [{string.Join(',', items)}]}}");
            }

            if (request.Method != "GET" || !request.Path.StartsWith($"{collection}/", StringComparison.Ordinal))
            {
                return null;
            }

            var text = all[Math.Min(look++, all.Length - 1)](look);
            return text is null
                ? FakeCluster.Status(HttpStatusCode.NotFound, "NotFound", "not found")
                : FakeCluster.Json(HttpStatusCode.OK, text);
        };
    }

    /// <summary>A clock that does not wait: each pause moves it on.</summary>
    private sealed class PauselessTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _now += dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
