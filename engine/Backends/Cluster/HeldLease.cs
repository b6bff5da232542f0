using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.State.Stores;

namespace Infra.Engine.Backends.Cluster;

/// <summary>A lease that this process holds and renews until it disposes it, or finds that it has lost it.</summary>
internal sealed class HeldLease : IStackLock
{
    internal static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long after a renewal the holder relies on its lease: less than others wait, because their clocks may be ahead.
    /// </summary>
    internal static readonly TimeSpan Reliance = StackLease.DefaultDuration - StackLease.ClockTolerance;

    /// <summary>The pause after a renewal that failed. Several attempts fit into the time that is left.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <summary>A request that hangs must leave time for another one.</summary>
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(10);

    private readonly NamespaceClient _client;
    private readonly TimeProvider _time;
    private readonly string _run;
    private readonly CancellationTokenSource _released = new();
    private readonly CancellationTokenSource _lost;
    private readonly Task _renewals;
    private JsonObject _lease;

    public HeldLease(NamespaceClient client, JsonObject lease, TimeProvider time)
    {
        _client = client;
        _time = time;
        _lease = lease;
        _run = StackLease.Read(lease).Run;
        _lost = new CancellationTokenSource(Reliance, time);
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

    // A machine that was suspended has not run its timers.
    private bool IsExpired() => StackLease.Read(_lease).IsExpired(_time.GetUtcNow());

    private Task<JsonObject?> FindAsync() => _client.FindAsync(ClusterNames.Leases, Name);

    private async Task RenewAsync()
    {
        var pause = RenewalInterval;
        while (!_lost.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(pause, _time, _released.Token);
                pause = RetryInterval;
                await RenewOnceAsync();
                pause = RenewalInterval;
            }
            catch (OperationCanceledException) when (_released.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is EngineException or OperationCanceledException)
            {
                // The cluster or the user's credentials fail for now: the holder relies on the lease until its time is over.
            }
        }
    }

    /// <summary>Renews the lease, or finds that it is another update's or gone.</summary>
    private async Task RenewOnceAsync()
    {
        using var limit = new CancellationTokenSource(RequestLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _released.Token);
        var renewal = StackLease.Renew(_lease, _time.GetUtcNow());

        // The answer to an earlier renewal may have been lost; then the lease is still this process's.
        var lease = await _client.ReplaceAsync(ClusterNames.Leases, renewal, either.Token)
            ?? await _client.FindAsync(ClusterNames.Leases, Name, either.Token);
        if (lease is null || StackLease.Read(lease) is not { } read || read.Run != _run)
        {
            await _lost.CancelAsync();
            return;
        }

        _lease = lease;
        var left = read.Renewed + Reliance - _time.GetUtcNow();
        _lost.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    private async Task ReleaseAsync()
    {
        await _renewals;
        using var limit = new CancellationTokenSource(RequestLimit, _time);
        try
        {
            // Another update's lease must stay.
            if (await _client.FindAsync(ClusterNames.Leases, Name, limit.Token) is { } lease && StackLease.Read(lease).Run == _run)
            {
                await _client.DeleteAsync(ClusterNames.Leases, Name, SecretFiles.GetVersion(lease), limit.Token);
            }
        }
        catch (Exception error) when (error is EngineException or OperationCanceledException)
        {
            // The lease expires by itself.
        }
    }
}
