using System.Text.Json.Nodes;
using System.Threading.Channels;
using Infra.Engine.Kubernetes;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Kubernetes.Awaiting;

/// <summary>A session of a fake cluster with a clock that tests advance.</summary>
public abstract class AwaitingTestBase : IAsyncDisposable
{
    private protected const string Deployments = "apis/apps/v1/namespaces/shop/deployments";

    private readonly Channel<string> _statuses = Channel.CreateUnbounded<string>();

    private protected AwaitingTestBase() => Session = new ClusterSession(Cluster.Client(Time), Time);

    private protected static TimeSpan Long { get; } = TimeSpan.FromMinutes(1);

    private protected FakeCluster Cluster { get; } = new();

    private protected FakeTimeProvider Time { get; } = new();

    private protected ClusterSession Session { get; }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        Cluster.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Stores a Deployment of two replicas that the controller has not observed.</summary>
    private protected JsonObject Deployment(string name)
    {
        Cluster.Put(
            Deployments,
            $$"""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{name}}","namespace":"shop","uid":"uid-{{name}}","generation":1},"spec":{"replicas":2} }"""
        );
        return Cluster.Find($"{Deployments}/{name}")!;
    }

    private protected void OnStatus(string status) => _statuses.Writer.TryWrite(status);

    /// <summary>Reads the reported statuses up to one that contains a text.</summary>
    private protected async Task<string> StatusAsync(string part)
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
