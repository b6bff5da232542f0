using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Awaiting;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>Deletes objects and waits until they no longer exist.</summary>
internal sealed class ObjectDeleter(ClusterApi api, WatchHub watches, TimeProvider time)
{
    /// <summary>The propagation policy that keeps the dependents of an object.</summary>
    public const string Orphan = "Orphan";

    private const string Foreground = "Foreground";
    private const string Background = "Background";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The time after which the reason of a deletion that is blocked is a warning.</summary>
    private static readonly TimeSpan NoticeDelay = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Kinds without dependents. Background and foreground deletion have the same effect on them, but a foreground deletion waits for the
    /// garbage collector.
    /// </summary>
    private static readonly HashSet<(string Group, string Kind)> KindsWithoutDependents = new[]
    {
        ("", "ConfigMap"),
        ("", "Secret"),
        ("", "ServiceAccount"),
        ("", "LimitRange"),
        ("", "ResourceQuota"),
        ("autoscaling", "HorizontalPodAutoscaler"),
        ("networking.k8s.io", "NetworkPolicy"),
        ("policy", "PodDisruptionBudget"),
        ("rbac.authorization.k8s.io", "Role"),
        ("rbac.authorization.k8s.io", "RoleBinding"),
        ("rbac.authorization.k8s.io", "ClusterRole"),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
        ("scheduling.k8s.io", "PriorityClass"),
        ("storage.k8s.io", "StorageClass"),
    }.ToHashSet();

    /// <summary>Kinds whose deletion is not waited for with <c>pulumi.com/skipAwait</c>.</summary>
    private static readonly HashSet<(string Group, string Kind)> Skippable = new[]
    {
        ("", "Namespace"),
        ("", "Pod"),
        ("", "ReplicationController"),
        ("apps", "DaemonSet"),
        ("apps", "Deployment"),
        ("apps", "StatefulSet"),
        ("batch", "Job"),
    }.ToHashSet();

    /// <summary>Deletes an object. Succeeds if the object or its kind does not exist.</summary>
    /// <param name="live">The last known state of the object.</param>
    /// <param name="inputs">The program's manifest, whose annotations configure the deletion.</param>
    /// <param name="timeout">The timeout of the wait; null for ten minutes.</param>
    /// <param name="progress">Receives what the deletion is waiting for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="propagationPolicy">What becomes of the dependents; null for what the inputs say.</param>
    /// <exception cref="TimeoutException">The object still exists. The message names its finalizers.</exception>
    /// <exception cref="KubernetesApiException">The server rejected the deletion.</exception>
    /// <exception cref="ClusterUnreachableException">The server does not answer.</exception>
    public async Task DeleteAsync(
        JsonObject live,
        JsonObject inputs,
        TimeSpan? timeout,
        DeletionProgress progress,
        CancellationToken cancellationToken,
        string? propagationPolicy = null
    )
    {
        var type = live.Type();
        if (await api.FindAsync(type, cancellationToken) is not { } resource)
        {
            return;
        }

        JsonObject answer;
        try
        {
            answer = await api.DeleteAsync(resource, live, propagationPolicy ?? PropagationPolicy(type, inputs), cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return;
        }

        var isDeleted = answer.Text("metadata", "deletionTimestamp") is null;
        if (
            isDeleted
            || (
                propagationPolicy is null
                && Annotations.IsTrue(inputs, Annotations.SkipAwait)
                && Skippable.Contains((type.Group, type.Kind))
            )
        )
        {
            return;
        }

        await WaitUntilGoneAsync(resource, answer, timeout ?? DefaultTimeout, progress, cancellationToken);
    }

    private static string PropagationPolicy(GroupVersionKind type, JsonObject inputs) =>
        inputs.Annotation(Annotations.DeletionPropagationPolicy)?.ToUpperInvariant() switch
        {
            "ORPHAN" => Orphan,
            "BACKGROUND" => Background,
            null when KindsWithoutDependents.Contains((type.Group, type.Kind)) => Background,
            _ => Foreground,
        };

    private async Task WaitUntilGoneAsync(
        ApiResource resource,
        JsonObject deleted,
        TimeSpan timeout,
        DeletionProgress progress,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var patience = new CancellationTokenSource(timeout / 2 < NoticeDelay ? timeout / 2 : NoticeDelay, time);
        var last = deleted;
        progress.Report(last, isLate: false);
        try
        {
            await using var watch = watches.Subscribe([new WatchedCollection(resource, deleted.Namespace())]);
            await watch.ReadyAsync(either.Token);
            while (true)
            {
                watch.ThrowIfFailed();
                var (isDeleted, current) = watch.Read(view => CheckDeletion(view, resource.Type, deleted));
                if (isDeleted)
                {
                    return;
                }

                last = current ?? last;
                progress.Report(last, isLate: patience.IsCancellationRequested);
                await ChangedAsync(watch, patience, either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{resource.Type.Kind} {deleted.DisplayName()} still exists {timeout.TotalSeconds:0} s after its deletion; "
                    + DeletionBlockers.DescribeWait(last)
            );
        }
    }

    /// <summary>Completes on the next change, and once when a deletion counts as late.</summary>
    private static async Task ChangedAsync(WatchSubscription watch, CancellationTokenSource patience, CancellationToken cancellationToken)
    {
        if (patience.IsCancellationRequested)
        {
            await watch.ChangedAsync(cancellationToken);
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await watch.ChangedAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The deletion is late now.
        }
    }

    private static (bool IsDeleted, JsonObject? Current) CheckDeletion(WatchView view, GroupVersionKind type, JsonObject deleted) =>
        view.Find(type, deleted.Name()) is { } current
            ? (current.Uid() != deleted.Uid(), current.Copy())
            : (view.Includes(type, deleted), null);
}
