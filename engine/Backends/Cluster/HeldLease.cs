using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.State.Stores;

namespace Infra.Engine.Backends.Cluster;

/// <summary>A lease that this process holds and renews until it disposes it, or finds that it has lost it.</summary>
internal sealed class HeldLease : IStackLock
{
    /// <summary>Several attempts fit into the lease's duration.</summary>
    internal static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(15);

    private readonly NamespaceClient _client;
    private readonly TimeProvider _time;
    private readonly string _run;
    private readonly CancellationTokenSource _released = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _renewals;
    private JsonObject _lease;

    public HeldLease(NamespaceClient client, JsonObject lease, TimeProvider time)
    {
        _client = client;
        _time = time;
        _lease = lease;
        _run = StackLease.Read(lease).Run;
        _renewals = Task.Run(RenewAsync);
    }

    public string? Notice { get; init; }

    public CancellationToken Lost => _lost.Token;

    public bool IsHeld =>
        !_lost.IsCancellationRequested && !IsExpired() && Synchronously.Run(FindAsync) is { } lease && StackLease.Read(lease).Run == _run;

    public void Dispose()
    {
        _released.Cancel();
        Synchronously.Run(ReleaseAsync);
        _released.Dispose();
        _lost.Dispose();
    }

    private string Name => SecretFiles.GetName(_lease["metadata"]!.AsObject());

    private bool IsExpired() => StackLease.Read(_lease).IsExpired(_time.GetUtcNow());

    private Task<JsonObject?> FindAsync() => _client.FindAsync(ClusterNames.Leases, Name);

    private async Task RenewAsync()
    {
        try
        {
            while (!_lost.IsCancellationRequested)
            {
                await Task.Delay(RenewalInterval, _time, _released.Token);
                if (!await TryRenewAsync() || IsExpired())
                {
                    await _lost.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Released.
        }
    }

    /// <summary>Renews the lease.</summary>
    /// <returns>
    /// False if it is another update's, or gone. True also where the cluster does not answer: the lease is valid until it expires.
    /// </returns>
    private async Task<bool> TryRenewAsync()
    {
        // A request that hangs must leave time for another one.
        using var limit = new CancellationTokenSource(RenewalInterval, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _released.Token);
        try
        {
            var renewal = StackLease.Renew(_lease, _time.GetUtcNow());
            if (await _client.ReplaceAsync(ClusterNames.Leases, renewal, either.Token) is { } renewed)
            {
                _lease = renewed;
                return true;
            }

            // The answer to an earlier renewal may have been lost; then the lease is still this process's.
            if (await _client.FindAsync(ClusterNames.Leases, Name, either.Token) is { } found && StackLease.Read(found).Run == _run)
            {
                _lease = found;
                return true;
            }

            return false;
        }
        catch (StateException)
        {
            return true;
        }
        catch (OperationCanceledException) when (!_released.IsCancellationRequested)
        {
            return true;
        }
    }

    private async Task ReleaseAsync()
    {
        await _renewals;
        try
        {
            // Another update's lease must stay.
            if (await FindAsync() is { } lease && StackLease.Read(lease).Run == _run)
            {
                await _client.DeleteAsync(ClusterNames.Leases, Name, SecretFiles.GetVersion(lease));
            }
        }
        catch (StateException)
        {
            // The cluster does not answer: the lease expires by itself.
        }
    }
}
