using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Awaiting;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>Deletes objects and waits until they are gone.</summary>
internal sealed class ObjectDeleter(ClusterApi api, WatchHub watches, TimeProvider time)
{
    private const string Foreground = "Foreground";
    private const string Background = "Background";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Kinds that no controller makes owners of other objects. For them both policies come to the same, but with a foreground deletion
    /// the object first has to wait for the garbage collector to find that it owns nothing.
    /// </summary>
    private static readonly HashSet<(string Group, string Kind)> OwnersOfNothing = new[]
    {
        ("", "ConfigMap"), ("", "Secret"), ("", "ServiceAccount"), ("", "LimitRange"), ("", "ResourceQuota"),
        ("autoscaling", "HorizontalPodAutoscaler"), ("networking.k8s.io", "NetworkPolicy"), ("policy", "PodDisruptionBudget"),
        ("rbac.authorization.k8s.io", "Role"), ("rbac.authorization.k8s.io", "RoleBinding"),
        ("rbac.authorization.k8s.io", "ClusterRole"), ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
        ("scheduling.k8s.io", "PriorityClass"), ("storage.k8s.io", "StorageClass"),
    }.ToHashSet();

    /// <summary>Kinds of which <c>pulumi.com/skipAwait</c> also skips the wait for the deletion.</summary>
    private static readonly HashSet<(string Group, string Kind)> Skippable = new[]
    {
        ("", "Namespace"), ("", "Pod"), ("", "ReplicationController"), ("apps", "DaemonSet"), ("apps", "Deployment"), ("apps", "StatefulSet"),
        ("batch", "Job"),
    }.ToHashSet();

    /// <summary>Deletes an object. One that is gone, or whose type is gone, is a success.</summary>
    /// <param name="live">The object as it was last seen.</param>
    /// <param name="inputs">Its inputs, whose annotations count.</param>
    /// <param name="timeout">How long to wait for its end; null for ten minutes.</param>
    /// <param name="onStatus">Told what is waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">It is still there. The message names the finalizers that hold it.</exception>
    /// <exception cref="KubernetesApiException">The server refused.</exception>
    /// <exception cref="ClusterUnreachableException">No answer.</exception>
    public async Task DeleteAsync(
        JsonObject live, JsonObject inputs, TimeSpan? timeout, Action<string> onStatus, CancellationToken cancellationToken)
    {
        var type = live.Type();
        if (await api.FindAsync(type, cancellationToken) is not { } resource)
        {
            return;
        }

        JsonObject answer;
        try
        {
            answer = await api.DeleteAsync(resource, live, PropagationPolicy(type, inputs), cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return;
        }

        var isGone = answer.Text("metadata", "deletionTimestamp") is null;
        if (isGone || (Annotations.IsTrue(inputs, Annotations.SkipAwait) && Skippable.Contains((type.Group, type.Kind))))
        {
            return;
        }

        await WaitUntilGoneAsync(resource, answer, timeout ?? DefaultTimeout, onStatus, cancellationToken);
    }

    private static string PropagationPolicy(GroupVersionKind type, JsonObject inputs) =>
        inputs.Annotation(Annotations.DeletionPropagationPolicy)?.ToUpperInvariant() switch
        {
            "ORPHAN" => "Orphan",
            "BACKGROUND" => Background,
            null when OwnersOfNothing.Contains((type.Group, type.Kind)) => Background,
            _ => Foreground,
        };

    private async Task WaitUntilGoneAsync(
        ApiResource resource, JsonObject deleted, TimeSpan timeout, Action<string> onStatus, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var status = Held(deleted);
        onStatus(status);
        try
        {
            await using var watch = watches.Subscribe([new WatchedCollection(resource, deleted.Namespace())]);
            await watch.ReadyAsync(either.Token);
            while (true)
            {
                watch.ThrowIfFailed();
                var (isGone, current) = watch.Look(view => Look(view, resource.Type, deleted));
                if (isGone)
                {
                    return;
                }

                if (current is not null && Held(current) is var held && held != status)
                {
                    status = held;
                    onStatus(status);
                }

                await watch.ChangedAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{resource.Type.Kind} {deleted.DisplayName()} was asked to go, but is still there after {timeout.TotalSeconds:0} s; {status}");
        }
    }

    private static (bool IsGone, JsonObject? Current) Look(WatchView view, GroupVersionKind type, JsonObject deleted) =>
        view.Find(type, deleted.Name()) is { } current
            ? (current.Uid() != deleted.Uid(), current.Copy())
            : (view.HasSeen(type, deleted), null);

    private static string Held(JsonObject live)
    {
        // The garbage collector's own finalizers only say that it is not done.
        var finalizers = (live.At("metadata", "finalizers") as JsonArray)?
            .Select(f => f?.ToString() ?? "").Where(f => f is not ("foregroundDeletion" or "orphan" or "kubernetes")).ToList() ?? [];
        return finalizers.Count > 0
            ? $"held by its finalizers: {string.Join(", ", finalizers)}"
            : "waiting for what it owns to go first";
    }
}
