using System.Text.Json.Nodes;
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

    /// <summary>Subscribes to budgets and pods. The sizes of workloads are read when one of their pods changes.</summary>
    public DisruptionController(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
        _budgets = context.Plain(GroupResource.PodDisruptionBudgets);
        _pods = context.Pods();
        _expected = new ExpectedPods(context, _client);
        _queue = context.Queue<ObjectKey>("disruption-controller", Reconcile);
        _budgets.OnChange(OnBudgetChange);
        _pods.OnChange(OnPodChange);
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
        var selecting = new List<string>();
        foreach (var budget in _budgets.ByNamespace[change.Latest.Namespace])
        {
            var pods = _selected[budget.Key];
            if (pods.Apply(change))
            {
                _queue.Add(budget.Key);
            }

            if (pods.Find(change.Latest.Name) is not null)
            {
                selecting.Add(budget.Source.Name);
            }
        }

        if (selecting.Count > 1)
        {
            Record(
                change.Latest.Source,
                EventType.Warning,
                "MultiplePodDisruptionBudgets",
                $"Pod \"{change.Latest.Namespace}\"/\"{change.Latest.Name}\" matches multiple PodDisruptionBudgets.  "
                    + $"Chose \"{selecting.Min(StringComparer.Ordinal)}\" arbitrarily."
            );
        }
    }

    private void Record(KubeObject about, EventType type, string reason, string message) =>
        _context.Events.Record(about, type, reason, message, "controllermanager");

    private void Reconcile(ObjectKey key)
    {
        if (_budgets.Find(key) is not { IsDeleting: false } budget)
        {
            return;
        }

        var pods = _selected[key];
        if (pods.Count == 0)
        {
            Record(budget.Source, EventType.Normal, "NoPods", "No matching pods found");
        }

        try
        {
            Update(budget, pods);
        }
        catch (ExpectedPodsException failure)
        {
            Record(
                budget.Source,
                EventType.Warning,
                "CalculateExpectedPodCountFailed",
                $"Failed to calculate the number of expected pods: {failure.Message}"
            );
            _client.WriteStatus(budget, BudgetStatus.CreateFailed(budget, failure.Message, _context.Now));
        }
    }

    private void Update(PlainObject budget, SelectedPods pods)
    {
        var disrupted = StillDisrupted(budget, pods);
        var healthy = pods.Healthy - disrupted.Keys.Count(name => SelectedPods.IsHealthy(pods.Find(name)!));
        var targets = BudgetTargets.Compute(budget.Source.Spec, pods.Count, () => SumExpected(budget, pods));
        _client.WriteStatus(budget, BudgetStatus.Create(budget, healthy, targets, disrupted, _context.Now));
        if (disrupted.Count > 0)
        {
            // One tick after the earliest time-out.
            _queue.AddAfter(budget.Key, disrupted.Values.Min() + EvictionTimeout - _context.Now + TimeSpan.FromTicks(1));
        }
    }

    private int SumExpected(PlainObject budget, SelectedPods pods)
    {
        var expected = _expected.Sum(budget.Namespace, pods);
        if (pods.Unmanaged > 0)
        {
            Record(
                budget.Source,
                EventType.Warning,
                "UnmanagedPods",
                $"Pods selected by this PodDisruptionBudget (selector: {SelectorText.Format(Selector(budget))}) were found to be unmanaged. "
                    + "As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. "
                    + "To account for these pods please set \".spec.minAvailable\" field of the PDB to an integer value."
            );
        }

        return expected;
    }

    private SortedDictionary<string, DateTimeOffset> StillDisrupted(PlainObject budget, SelectedPods pods)
    {
        var result = new SortedDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var (name, _) in budget.Source.Status.Map("disruptedPods") ?? [])
        {
            if (pods.Find(name) is not { IsDeleting: false } pod || budget.Source.Status.Time("disruptedPods", name) is not { } evicted)
            {
                continue;
            }

            if (evicted + EvictionTimeout >= _context.Now)
            {
                result[name] = evicted;
                continue;
            }

            // Kubernetes names the namespace twice.
            var expected = $"Pod was expected by PDB {budget.Namespace}/{budget.Namespace} to be deleted but it wasn't";
            Record(pod.Source, EventType.Warning, "NotDeleted", expected);
        }

        return result;
    }
}
