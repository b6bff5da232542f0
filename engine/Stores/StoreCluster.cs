using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Kubernetes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Kubernetes;

namespace Infra.Engine.Stores;

/// <summary>The cluster of a store. A request that fails says what it was about.</summary>
/// <param name="link">The connection.</param>
/// <param name="time">The clock.</param>
/// <param name="limit">How long a command waits at most; null for as long as it takes.</param>
internal sealed class StoreCluster(ClusterLink link, TimeProvider time, TimeSpan? limit = null) : IAsyncDisposable
{
    /// <summary>The time between two looks at what a command waits for.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    public ValueTask DisposeAsync() => link.DisposeAsync();

    /// <summary>How long a command waits at most; null for as long as it takes.</summary>
    public TimeSpan? Limit => limit;

    /// <summary>The current time.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Waits before the next look, unless the time of the command is over.</summary>
    /// <param name="subject">What it waits for, for the message.</param>
    /// <param name="started">Since when it waits.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task PauseAsync(string subject, DateTimeOffset started, CancellationToken cancellationToken) =>
        limit is { } most && Now - started >= most
            ? throw new InvalidOperationRequestException(
                $"{subject} has not ended in {GoDuration.Format(most)}: it goes on, and `--timeout` says how long to wait for it"
            )
            : Task.Delay(Pace, time, cancellationToken);

    /// <summary>Gets an object of the stack, or a list.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="subject">What it is, for messages.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<JsonObject> GetAsync(string path, string subject, CancellationToken cancellationToken) =>
        await FindAsync(path, subject, cancellationToken)
        ?? throw new InvalidOperationRequestException($"{subject} is in the state, but not in the cluster: run `infra up`");

    /// <summary>Gets an object; null if there is none.</summary>
    public async Task<JsonObject?> FindAsync(string path, string subject, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(client => client.GetAsync(path, cancellationToken), subject);
        }
        catch (KubernetesApiException error) when (error.IsNotFound)
        {
            return null;
        }
        catch (KubernetesApiException error)
        {
            throw new InvalidOperationRequestException($"{subject}: {error.Message}");
        }
    }

    /// <summary>Creates an object.</summary>
    public async Task CreateAsync(string collection, JsonObject body, string subject, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(client => client.SendAsync(new ApiRequest(HttpMethod.Post, collection, body), cancellationToken), subject);
        }
        catch (KubernetesApiException error)
        {
            throw new InvalidOperationRequestException($"{subject} cannot be created: {error.Message}");
        }
    }

    /// <summary>Merges fields into an object.</summary>
    public async Task MergeAsync(string path, JsonObject fields, string subject, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(
                client => client.SendAsync(new ApiRequest(HttpMethod.Patch, path, fields, ContentTypes.MergePatch), cancellationToken),
                subject
            );
        }
        catch (KubernetesApiException error)
        {
            throw new InvalidOperationRequestException($"{subject} cannot be changed: {error.Message}");
        }
    }

    /// <summary>Reads a log, or says why it cannot be read.</summary>
    public async Task<string> ReadLogAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await AskAsync(client => client.GetTextAsync(path, cancellationToken), "the log")).TrimEnd('\n');
        }
        catch (KubernetesApiException error)
        {
            return $"(its log cannot be read: {error.Message})";
        }
    }

    private async Task<T> AskAsync<T>(Func<KubernetesClient, Task<T>> ask, string subject)
    {
        try
        {
            return await link.Session.AskAsync(ask);
        }
        catch (Exception error) when (error is KubeconfigException or ClusterUnreachableException)
        {
            throw new InvalidOperationRequestException($"{subject} cannot be reached: {error.Message}");
        }
    }
}
