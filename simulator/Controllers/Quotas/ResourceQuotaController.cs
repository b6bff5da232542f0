using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Quotas;

/// <summary>Keeps the status of each ResourceQuota up to date.</summary>
internal sealed class ResourceQuotaController
{
    private static readonly TimeSpan Resync = TimeSpan.FromMinutes(5);

    private readonly IClusterClient _client;
    private readonly ResourceCache<PlainObject> _quotas;
    private readonly ResourceCache<Pod> _pods;
    private readonly WorkQueue<ObjectKey> _queue;

    /// <summary>Subscribes to quotas and to the most common limited kinds; others are polled every five minutes.</summary>
    public ResourceQuotaController(ControllerContext context)
    {
        _client = context.GetClient("kube-controller-manager");
        _quotas = context.Plain(GroupResource.ResourceQuotas);
        _pods = context.Pods();
        _queue = context.Queue<ObjectKey>("resourcequota-controller", Reconcile);
        _quotas.OnChange(change => _queue.Add(change.Latest.Key));
        _pods.OnChange(OnPodChange);
        context.Services().OnChange(change => QueueAll(change.Latest.Namespace));
        context.Claims().OnChange(change => QueueAll(change.Latest.Namespace));
        context.Plain(GroupResource.ConfigMaps).OnChange(change => QueueIfCounted(change));
        context.Plain(GroupResource.Secrets).OnChange(change => QueueIfCounted(change));
    }

    private void OnPodChange(CacheChange<Pod> change)
    {
        if (change.Before is null || change.After is null || change.Before.IsFinished != change.After.IsFinished)
        {
            QueueAll(change.Latest.Namespace);
        }
    }

    private void QueueIfCounted(CacheChange<PlainObject> change)
    {
        if (change.Before is null || change.After is null)
        {
            QueueAll(change.Latest.Namespace);
        }
    }

    private void QueueAll(string inNamespace)
    {
        foreach (var quota in _quotas.ByNamespace[inNamespace])
        {
            _queue.Add(quota.Key);
        }
    }

    private void Reconcile(ObjectKey key)
    {
        if (_quotas.Find(key) is not { IsDeleting: false } quota)
        {
            return;
        }

        var usage = new QuotaUsage(quota.Source.Spec, kind =>
            kind == GroupResource.Pods
                ? _pods.ByNamespace[key.Namespace].Select(pod => pod.Source)
                : _client.List(kind, key.Namespace).Items
        );
        var (hard, used) = (new JsonObject(), new JsonObject());
        foreach (var (resource, limit) in quota.Source.Spec.Map("hard") ?? [])
        {
            hard[resource] = limit?.DeepClone();
            if (usage.Compute(resource) is { } amount)
            {
                used[resource] = amount.ToString();
            }
        }

        _client.WriteStatus(quota, new JsonObject { ["hard"] = hard, ["used"] = used });
        _queue.AddAfter(key, Resync);
    }
}
