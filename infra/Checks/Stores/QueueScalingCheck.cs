using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Queues;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks the queues that services are scaled by, and that they can be measured.</summary>
internal sealed class QueueScalingCheck : ISettingsCheck
{
    /// <summary>KEDA makes its names labels.</summary>
    private static readonly int LongestName = KubernetesNames.LabelLength - DerivedNames.KedaPrefix.Length;

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            if (service.Settings.Scaling is { Queue: { IsEmpty: false } queues })
            {
                CheckQueues(service, queues);
            }

            CheckExternal(service);
        }

        if (review.Settings.LoadBalancing is { Scaling.Queue.IsEmpty: false })
        {
            review.Reject(
                SettingsPath.Root.Key("loadBalancing").Key("scaling").Key("queue"),
                "the load balancer uses no store",
                "remove it"
            );
        }

        if (review.Settings.Keda is { } keda && !KubernetesNames.IsLabel(keda.Namespace))
        {
            var at = SettingsPath.Root.Key("keda").Key("namespace");
            review.Reject(
                at,
                $"'{keda.Namespace}' is not a valid name of a namespace",
                $"write '{KubernetesNames.ToLabel(keda.Namespace)}'"
            );
        }
    }

    private static void CheckQueues(ServiceUnderReview service, ImmutableArray<QueueTargetSettings> queues)
    {
        var (review, all) = (service.Review, service.At("scaling", "queue"));
        var isList = review.IsWritten(all.Item(0));
        foreach (var (position, queue) in queues.Index())
        {
            var at = isList ? all.Item(position) : all;
            CheckQueue(service, queue, at);
            if (queues.Take(position).Any(other => GetIdentity(service, other) == GetIdentity(service, queue)))
            {
                service.Reject(at, "the queue is listed twice", "remove one");
            }
        }

        CheckVersions(service);
        if (review.Settings.UsesKeda && service.Name.Length is var length && length > LongestName && length <= KubernetesNames.LabelLength)
        {
            service.Reject(
                service.Path,
                $"the name has {length} characters; KEDA adds {DerivedNames.KedaPrefix.Length}, and {KubernetesNames.LabelLength} are allowed",
                $"shorten it to {LongestName}"
            );
        }
    }

    private static (string, string?, string?, string?, string) GetIdentity(ServiceUnderReview service, QueueTargetSettings queue) =>
        (queue.Store, queue.Topic, queue.Name, queue.List, QueuePlanner.GetGroup(service.Name, queue));

    private static void CheckQueue(ServiceUnderReview service, QueueTargetSettings queue, SettingsPath at)
    {
        var review = service.Review;
        if (!review.StoreNames.Contains(queue.Store))
        {
            service.Reject(at.Key("store"), $"there is no store '{queue.Store}'", Suggestion.For(queue.Store, review.StoreNames));
            return;
        }

        if (service.Settings.Uses.All(use => use.Store != queue.Store))
        {
            service.Reject(
                at.Key("store"),
                $"the service does not use the store '{queue.Store}'",
                $"write 'uses: [{queue.Store}]'",
                at.Key("store"),
                service.At("uses")
            );
        }

        if (review.Settings.Stores.TryGetValue(queue.Store, out var settings))
        {
            var store = new ReviewedStore(review, queue.Store, settings);
            QueueTargetCheck.Check(service, queue, store, at);
            CheckSource(service, store, at);
        }
    }

    /// <summary>Who measures the queue: KEDA, or the adapter of the stack's own monitoring.</summary>
    private static void CheckSource(ServiceUnderReview service, ReviewedStore store, SettingsPath at)
    {
        var settings = service.Review.Settings;
        if (settings.UsesKeda)
        {
            if (service.Settings.Scaling!.Pods.Count > 0)
            {
                service.Reject(service.At("scaling", "pods"), "KEDA has no trigger for metrics of pods", "remove it, or 'queue'");
            }

            return;
        }

        if (QueueMetric.Find(store.Settings.Kind) is null)
        {
            if (store.Settings.Kind == StoreKind.Valkey)
            {
                service.Reject(
                    at,
                    "only KEDA measures lists of a valkey store",
                    "write 'keda: true' at the top level if the clusters have it"
                );
            }
        }
        else if (store.Form == StoreForm.External)
        {
            service.Reject(
                at,
                $"the monitoring does not measure the queues of the external store '{store.Name}', but KEDA can",
                "write 'keda: true' at the top level if the clusters have it, or 'external' with a metric of your own",
                at,
                store.At("form")
            );
        }
        else if (store.Settings.Metrics is { Enabled: false })
        {
            service.Reject(
                at,
                $"the monitoring does not measure the queues of '{store.Name}', whose metrics are off",
                "remove 'metrics: false' at the store, or write 'keda: true' at the top level if the clusters have it",
                at,
                store.At("metrics")
            );
        }
        else if (settings.Monitoring is not { Mode: MonitoringMode.Local, Parts.MetricsAdapter: true })
        {
            service.Reject(
                at,
                "nothing measures the queue: the stack has neither KEDA nor a monitoring with the metrics adapter",
                "write 'keda: true' at the top level if the clusters have it, or 'monitoring: {}'; 'scaling: null' in a stack's file unsets the catalogue's",
                at,
                SettingsPath.Root.Key("monitoring"),
                SettingsPath.Root.Key("keda")
            );
        }
    }

    /// <summary>All versions read the same queue, so each autoscaler would add pods for all of it.</summary>
    private static void CheckVersions(ServiceUnderReview service)
    {
        foreach (var (name, version) in service.Settings.Versions)
        {
            if (version is { Replicas: null })
            {
                service.Reject(
                    service.At("versions", name),
                    "a version would be scaled by the same queue as its service, for all of its messages",
                    "write its 'replicas'"
                );
            }
        }
    }

    /// <summary>KEDA serves all external metrics of a cluster, and only those of its own objects.</summary>
    private static void CheckExternal(ServiceUnderReview service)
    {
        if (!service.Review.Settings.UsesKeda || service.Settings.Scaling is not { External.Count: > 0 } scaling)
        {
            return;
        }

        service.Reject(
            service.At("scaling", "external"),
            $"KEDA is the only server of external metrics in its cluster, and does not have '{scaling.External.Keys.First()}'",
            "write 'queue' for a queue of a store, or 'pods' for a metric of the service's pods"
        );
    }
}
