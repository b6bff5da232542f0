using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Disruption;

/// <summary>Keeps count of how many pods of each PodDisruptionBudget may be evicted now.</summary>
internal sealed class DisruptionController
{
    // How long an eviction counts before the pod's deletion is seen.
    private static readonly TimeSpan EvictionTimeout = TimeSpan.FromMinutes(2);

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<PlainObject> _budgets;
    private readonly ResourceCache<Pod> _pods;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly ExpectedPods _expected;

    /// <summary>Subscribes to budgets, pods and what the pods belong to.</summary>
    public DisruptionController(ControllerContext context)
    {
        _context = context;
        _client = context.ClientOf("kube-controller-manager");
        _budgets = context.Plain(GroupResource.PodDisruptionBudgets);
        _pods = context.Pods();
        _expected = new ExpectedPods(context);
        _queue = context.Queue<ObjectKey>("disruption-controller", Reconcile);
        _budgets.OnChange(change => _queue.Add(change.Latest.Key));
        _pods.OnChange(change => QueueAll(change.Latest.Namespace));
        context.ReplicaSets().OnChange(change => QueueAll(change.Latest.Namespace));
        context.Deployments().OnChange(change => QueueAll(change.Latest.Namespace));
        context.StatefulSets().OnChange(change => QueueAll(change.Latest.Namespace));
    }

    private void QueueAll(string inNamespace)
    {
        foreach (var budget in _budgets.ByNamespace[inNamespace])
            _queue.Add(budget.Key);
    }

    private void Reconcile(ObjectKey key)
    {
        if (_budgets.Find(key) is not { IsDeleting: false } budget)
            return;
        var selector = LabelSelector.FromJson(budget.Source.Spec.Map("selector"));
        var pods = selector is null ? [] : _pods.ByNamespace[key.Namespace].Where(p => selector.Matches(p.Labels)).ToList();
        if (pods.Count == 0)
            _context.Events.Record(budget.Source, EventType.Normal, "NoPods", "No matching pods found", "controllermanager");
        var disrupted = StillDisrupted(budget, pods);
        var healthy = pods.Count(p => p is { IsReady: true, IsDeleting: false } && !disrupted.ContainsKey(p.Name));
        var (expected, desired) = BudgetMaths.Desired(budget.Source.Spec, pods.Count(p => p.IsActive), () => _expected.Of(pods));
        _client.WriteStatus(budget, Status(budget, healthy, desired, expected, disrupted));
        if (disrupted.Count > 0)
            _queue.AddAfter(key, EvictionTimeout);
    }

    private Dictionary<string, DateTimeOffset> StillDisrupted(PlainObject budget, List<Pod> pods)
    {
        var result = new Dictionary<string, DateTimeOffset>();
        foreach (var pod in pods.Where(p => !p.IsDeleting))
        {
            if (budget.Source.Status.Time("disruptedPods", pod.Name) is { } evicted && evicted + EvictionTimeout > _context.Now)
                result[pod.Name] = evicted;
        }

        return result;
    }

    private JsonObject Status(PlainObject budget, int healthy, int desired, int expected, Dictionary<string, DateTimeOffset> disrupted)
    {
        var allowed = expected <= 0 ? 0 : Math.Max(0, healthy - desired);
        var conditions = StatusConditions.Read(budget.Source.Status);
        conditions.Put(
            allowed > 0 ? new Condition("DisruptionAllowed", "True", "SufficientPods") : new Condition("DisruptionAllowed", "False", "InsufficientPods"), _context.Now);
        var status = new JsonObject { ["observedGeneration"] = budget.Source.Generation };
        if (disrupted.Count > 0)
        {
            var pods = new JsonObject();
            foreach (var (name, time) in disrupted)
                pods[name] = Timestamps.Write(time);
            status["disruptedPods"] = pods;
        }

        status["disruptionsAllowed"] = allowed;
        status["currentHealthy"] = healthy;
        status["desiredHealthy"] = desired;
        status["expectedPods"] = expected;
        // The API wants every entry complete, even without a word to say.
        status["conditions"] = new JsonArray([.. conditions.Select(c =>
        {
            var json = c.ToJson();
            json["message"] ??= "";
            json["observedGeneration"] = budget.Source.Generation;
            return (JsonNode)json;
        })]);
        return status;
    }
}
