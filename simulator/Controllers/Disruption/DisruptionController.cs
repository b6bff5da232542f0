using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Disruption;

/// <summary>Keeps the status of each PodDisruptionBudget: how many of its pods may be evicted now.</summary>
internal sealed class DisruptionController
{
    // For how long an evicted pod counts as disrupted while its deletion has not been observed.
    private static readonly TimeSpan EvictionTimeout = TimeSpan.FromMinutes(2);

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<PlainObject> _budgets;
    private readonly ResourceCache<Pod> _pods;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly ExpectedPods _expected;
    private readonly Dictionary<ObjectKey, SelectedPods> _selected = [];

    /// <summary>Subscribes to budgets, pods and the workloads that own pods.</summary>
    public DisruptionController(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
        _budgets = context.Plain(GroupResource.PodDisruptionBudgets);
        _pods = context.Pods();
        _expected = new ExpectedPods(context);
        _queue = context.Queue<ObjectKey>("disruption-controller", Reconcile);
        _budgets.OnChange(OnBudgetChange);
        _pods.OnChange(OnPodChange);
        context.ReplicaSets().OnChange(change => QueueAll(change.Latest.Namespace));
        context.Deployments().OnChange(change => QueueAll(change.Latest.Namespace));
        context.StatefulSets().OnChange(change => QueueAll(change.Latest.Namespace));
    }

    private void OnBudgetChange(CacheChange<PlainObject> change)
    {
        var key = change.Latest.Key;
        _queue.Add(key);
        if (change.After is not { } budget)
        {
            _selected.Remove(key);
        }
        else if (change.Before is null || !JsonNode.DeepEquals(Selector(change.Before), Selector(budget)))
        {
            _selected[key] = Select(budget);
        }
    }

    private SelectedPods Select(PlainObject budget)
    {
        var selected = new SelectedPods(LabelSelector.FromJson(Selector(budget)));
        foreach (var pod in _pods.ByNamespace[budget.Namespace])
        {
            selected.Add(pod);
        }

        return selected;
    }

    private static JsonObject? Selector(PlainObject budget) => budget.Source.Spec.Map("selector");

    private void OnPodChange(CacheChange<Pod> change)
    {
        foreach (var budget in _budgets.ByNamespace[change.Latest.Namespace])
        {
            if (_selected[budget.Key].Apply(change))
            {
                _queue.Add(budget.Key);
            }
        }
    }

    private void QueueAll(string inNamespace)
    {
        foreach (var budget in _budgets.ByNamespace[inNamespace])
        {
            _queue.Add(budget.Key);
        }
    }

    private void Reconcile(ObjectKey key)
    {
        if (_budgets.Find(key) is not { IsDeleting: false } budget)
        {
            return;
        }

        var pods = _selected[key];
        if (pods.Count == 0)
        {
            _context.Events.Record(budget.Source, EventType.Normal, "NoPods", "No matching pods found", "controllermanager");
        }

        var disrupted = StillDisrupted(budget, pods);
        var healthy = pods.Healthy - disrupted.Keys.Count(name => SelectedPods.IsHealthy(pods.Find(name)!));
        var (expected, desired) = BudgetTargets.Compute(budget.Source.Spec, pods.Active, () =>
            _expected.Sum(key.Namespace, pods.Controllers)
        );
        _client.WriteStatus(budget, Status(budget, healthy, desired, expected, disrupted));
        if (disrupted.Count > 0)
        {
            _queue.AddAfter(key, EvictionTimeout);
        }
    }

    private SortedDictionary<string, DateTimeOffset> StillDisrupted(PlainObject budget, SelectedPods pods)
    {
        var result = new SortedDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var (name, _) in budget.Source.Status.Map("disruptedPods") ?? [])
        {
            if (
                pods.Find(name) is { IsDeleting: false }
                && budget.Source.Status.Time("disruptedPods", name) is { } evicted
                && evicted + EvictionTimeout > _context.Now
            )
            {
                result[name] = evicted;
            }
        }

        return result;
    }

    private JsonObject Status(
        PlainObject budget,
        int healthy,
        int desired,
        int expected,
        SortedDictionary<string, DateTimeOffset> disrupted
    )
    {
        var allowed = expected <= 0 ? 0 : Math.Max(0, healthy - desired);
        var conditions = StatusConditions.FromStatus(budget.Source.Status);
        conditions.Put(
            allowed > 0
                ? new Condition("DisruptionAllowed", "True", "SufficientPods")
                : new Condition("DisruptionAllowed", "False", "InsufficientPods"),
            _context.Now
        );
        var status = new JsonObject { ["observedGeneration"] = budget.Source.Generation };
        if (disrupted.Count > 0)
        {
            var pods = new JsonObject();
            foreach (var (name, time) in disrupted)
            {
                pods[name] = Timestamps.Format(time);
            }

            status["disruptedPods"] = pods;
        }

        status["disruptionsAllowed"] = allowed;
        status["currentHealthy"] = healthy;
        status["desiredHealthy"] = desired;
        status["expectedPods"] = expected;
        // The API requires a message in every condition, even an empty one.
        status["conditions"] = new JsonArray([
            .. conditions.Select(c =>
            {
                var json = c.ToJson();
                json["message"] ??= "";
                json["observedGeneration"] = budget.Source.Generation;
                return (JsonNode)json;
            }),
        ]);
        return status;
    }
}
