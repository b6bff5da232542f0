using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Awaiting.Rules;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>The result of a wait.</summary>
/// <param name="Live">The last known state of the object.</param>
/// <param name="Errors">The reasons why it is not ready; empty if it is.</param>
internal sealed record AwaitOutcome(JsonObject Live, IReadOnlyList<string> Errors);

/// <summary>Waits until objects are ready by watching them and their related objects, without polling.</summary>
internal sealed class ReadinessAwaiter(ClusterApi api, WatchHub watches, TimeProvider time)
{
    /// <summary>Leaves time for some attempts to list, each of which may stall for a minute.</summary>
    private static readonly TimeSpan EvaluationTimeout = TimeSpan.FromMinutes(4);
    private readonly WatchHub _watches = watches;
    private readonly TimeProvider _time = time;

    /// <summary>Waits until an object is ready, has failed, or the timeout has passed.</summary>
    /// <param name="applied">The server's answer to the write.</param>
    /// <param name="inputs">The program's manifest, whose annotations configure the wait.</param>
    /// <param name="timeout">The timeout; null for the default of the kind.</param>
    /// <param name="onStatus">Called with what the object is waiting for, on each change.</param>
    /// <param name="cancellationToken">Ends the wait; the result is that the object is not ready.</param>
    public async Task<AwaitOutcome> WaitAsync(
        JsonObject applied,
        JsonObject inputs,
        TimeSpan? timeout,
        Action<string> onStatus,
        CancellationToken cancellationToken
    )
    {
        IReadinessRule? rule;
        try
        {
            rule = ReadinessRules.For(applied.Type(), inputs);
        }
        catch (FormatException e)
        {
            return new AwaitOutcome(applied, [e.Message]);
        }

        if (rule is null || rule.IsEvident(applied))
        {
            return new AwaitOutcome(applied, []);
        }

        var limit = timeout ?? rule.DefaultTimeout;
        using var end = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        var wait = new Wait(this, rule, applied, onStatus);
        try
        {
            return await wait.RunAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            var why = cancellationToken.IsCancellationRequested ? "when the wait was cancelled" : $"after {limit.TotalSeconds:0} s";
            return wait.NotReady($"{applied.Text("kind")} {applied.DisplayName()} exists, but was not ready {why}");
        }
        catch (Exception e) when (e is KubernetesApiException or ClusterUnreachableException)
        {
            return wait.NotReady(
                $"{applied.Text("kind")} {applied.DisplayName()} exists, but could not be followed until ready: {e.Message}"
            );
        }
    }

    /// <summary>Evaluates the current readiness of a created object by the rule of its wait.</summary>
    public Task<AwaitOutcome> EvaluateAsync(JsonObject live, JsonObject inputs, CancellationToken cancellationToken)
    {
        IReadinessRule? rule;
        try
        {
            rule = ReadinessRules.For(live.Type(), inputs);
        }
        catch (FormatException)
        {
            rule = null;
        }

        return EvaluateAsync(rule, live, cancellationToken);
    }

    /// <summary>Evaluates the current readiness of an object that is refreshed.</summary>
    public Task<AwaitOutcome> ReadAsync(JsonObject live, JsonObject inputs, CancellationToken cancellationToken) =>
        EvaluateAsync(ReadinessRules.ForRead(live.Type(), inputs), live, cancellationToken);

    private async Task<AwaitOutcome> EvaluateAsync(IReadinessRule? rule, JsonObject live, CancellationToken cancellationToken)
    {
        if (rule is null || rule.IsEvident(live))
        {
            return new AwaitOutcome(live, []);
        }

        await using var watch = _watches.Subscribe(await CollectionsAsync(rule, live, includeOwn: false, cancellationToken));
        await ListedAsync(watch, live, cancellationToken);
        var readiness = watch.Read(view => rule.Evaluate(live, view));
        return readiness.IsReady || readiness.Grace is not null
            ? new AwaitOutcome(live, [])
            : new AwaitOutcome(
                live,
                [$"{live.Text("kind")} {live.DisplayName()} is not ready: {readiness.Status}", .. readiness.Remarks, .. readiness.Problems]
            );
    }

    private async Task ListedAsync(WatchSubscription watch, JsonObject live, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(EvaluationTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        try
        {
            await watch.ReadyAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = watch.Read(view => view.Interruption) ?? "the cluster does not answer";
            throw new TimeoutException(
                $"the readiness of {live.Text("kind")} {live.DisplayName()} could not be determined within {EvaluationTimeout.TotalSeconds:0} s: {reason}"
            );
        }
    }

    private async Task<List<WatchedCollection>> CollectionsAsync(
        IReadinessRule rule,
        JsonObject live,
        bool includeOwn,
        CancellationToken cancellationToken
    )
    {
        var collections = new List<WatchedCollection>();
        foreach (var type in includeOwn ? rule.Related(live).Prepend(live.Type()) : rule.Related(live))
        {
            if (await api.FindAsync(type, cancellationToken) is { } resource)
            {
                collections.Add(new WatchedCollection(resource, resource.IsNamespaced ? live.Namespace() : ""));
            }
        }

        return collections;
    }

    private sealed class Wait(ReadinessAwaiter awaiter, IReadinessRule rule, JsonObject written, Action<string> onStatus)
    {
        private readonly JsonObject _applied = written;
        private JsonObject _live = written;
        private Readiness _readiness = Readiness.Waiting("waiting for its first status");
        private IReadOnlyList<string> _failures = [];
        private string _status = "";
        private long _since;

        public async Task<AwaitOutcome> RunAsync(CancellationToken cancellationToken)
        {
            var type = _applied.Type();
            await using var watch = awaiter._watches.Subscribe(
                await awaiter.CollectionsAsync(rule, _applied, includeOwn: true, cancellationToken)
            );
            await watch.ReadyAsync(cancellationToken);
            while (true)
            {
                watch.ThrowIfFailed(type);
                if (!watch.Read(view => Update(view, type)))
                {
                    return NotReady($"{type.Kind} {_applied.DisplayName()} was deleted while it was waited for");
                }

                if (_readiness.IsReady)
                {
                    return new AwaitOutcome(_live, []);
                }

                if (_readiness.HasFailed)
                {
                    return NotReady($"{type.Kind} {_applied.DisplayName()} exists, but will not become ready");
                }

                if (await NextAsync(watch, cancellationToken))
                {
                    return new AwaitOutcome(_live, []);
                }
            }
        }

        public AwaitOutcome NotReady(string summary) =>
            new(
                _live,
                [
                    _readiness.Status.Length > 0 ? $"{summary}: {_readiness.Status}" : summary,
                    .. _readiness.Remarks,
                    .. _readiness.Problems,
                    .. _failures,
                ]
            );

        // Returns false if the object no longer exists.
        private bool Update(WatchView view, GroupVersionKind type)
        {
            var current = view.Find(type, _applied.Name());
            if (current is null ? view.Includes(type, _applied) : current.Uid() != _applied.Uid())
            {
                return current is not null && ResourceVersions.IsOlder(Version(current), Version(_applied));
            }

            if (current is not null && !ResourceVersions.IsOlder(Version(current), Version(_applied)))
            {
                _live = current.Copy();
            }

            var readiness = rule.Evaluate(_live, view);
            if (readiness.Status != _readiness.Status)
            {
                _since = awaiter._time.GetTimestamp();
            }

            _readiness = readiness;
            _failures = [.. view.Failures];
            ReportStatus(view.Interruption);
            return true;
        }

        private void ReportStatus(string? interruption)
        {
            var status = interruption
                ?? (_readiness.Problems.Count > 0 ? $"{_readiness.Status}: {_readiness.Problems[0]}" : _readiness.Status);
            if (!_readiness.IsReady && status != _status)
            {
                _status = status;
                onStatus(status);
            }
        }

        // Returns true if the grace period is over.
        private async ValueTask<bool> NextAsync(WatchSubscription watch, CancellationToken cancellationToken)
        {
            if (_readiness.Grace is not { } grace)
            {
                await watch.ChangedAsync(cancellationToken);
                return false;
            }

            var left = grace - awaiter._time.GetElapsedTime(_since);
            if (left <= TimeSpan.Zero)
            {
                return true;
            }

            using var graceEnd = new CancellationTokenSource(left, awaiter._time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, graceEnd.Token);
            try
            {
                await watch.ChangedAsync(either.Token);
                return false;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return true;
            }
        }

        private static string Version(JsonObject live) => live.Text("metadata", "resourceVersion") ?? "";
    }
}
