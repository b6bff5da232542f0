using System.Text.Json.Nodes;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Stacks;
using Infra.Simulator.Hosting.Virtual;
using Infra.Simulator.Objects;

namespace Infra.Rehearsal.Clusters;

/// <summary>The objects of a stack on a simulated cluster with the pools of a plan.</summary>
public sealed class RehearsedCluster : IDisposable
{
    private readonly ServicePods _services;
    private readonly IReadOnlyList<JsonObject> _existing;
    private readonly List<string> _assumed = [];
    private IReadOnlyList<ServicePod> _pods = [];
    private long _version = -1;

    /// <summary>Creates the cluster and applies the objects.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="pools">The pools of nodes.</param>
    /// <param name="plans">How the programs of services start.</param>
    /// <param name="start">The time at which the clock starts.</param>
    /// <param name="seed">The seed of all random choices.</param>
    public RehearsedCluster(
        StackObjects stack,
        IReadOnlyList<PoolPlan> pools,
        IReadOnlyList<ServiceLoadPlan> plans,
        DateTimeOffset start,
        ulong seed
    )
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(plans);
        Stack = stack;
        Cluster = new VirtualCluster(
            new VirtualClusterOptions
            {
                Start = start,
                Seed = unchecked((int)(seed ^ (seed >> 32))),
                Pools = [.. pools.Select(PoolConversion.Convert)],
            }
        );
        _services = new ServicePods(Cluster.Client, stack.Services);
        _existing = ExistingObjects.Find(stack.Objects);
        Assume(_existing.Where(one => one.Text("metadata", "namespace") is null));
        Refused = Cluster.Apply(stack.Objects.Select(one => AddBehaviour(one, plans)));
    }

    /// <summary>The stack.</summary>
    public StackObjects Stack { get; }

    /// <summary>The cluster.</summary>
    public VirtualCluster Cluster { get; }

    /// <summary>The objects that the cluster refuses.</summary>
    public IReadOnlyList<RefusedObject> Refused { get; }

    /// <summary>The objects that the stack refers to without deploying them, and that are taken to exist.</summary>
    public IReadOnlyList<string> Assumed => _assumed;

    /// <summary>The pods that have not ended, in the order of their creation.</summary>
    public IReadOnlyList<ServicePod> Pods
    {
        get
        {
            if (_version != Cluster.Version)
            {
                _version = Cluster.Version;
                var known = _pods.ToDictionary(pod => pod.Pod.Uid, StringComparer.Ordinal);
                _pods =
                [
                    .. Cluster
                        .Pods.Where(pod => !pod.IsFinished)
                        .Select(pod =>
                            known.TryGetValue(pod.Uid, out var before) && ReferenceEquals(before.Pod, pod) ? before : _services.Find(pod)
                        ),
                ];
            }

            return _pods;
        }
    }

    /// <summary>Creates what the stack refers to in its namespaces, and what neither it nor an operator has created by now.</summary>
    public void AssumeExisting() => Assume(_existing.Where(one => one.Text("metadata", "namespace") is not null && !Exists(one)));

    /// <summary>The service of a workload; null for none.</summary>
    public string? FindService(string inNamespace, string kind, string name) => _services.Find(inNamespace, kind, name);

    /// <summary>The service of a pod by its name; null for none.</summary>
    public string? FindServiceOfPod(string inNamespace, string pod) =>
        Pods.FirstOrDefault(one => one.Pod.Name == pod && one.Pod.Namespace == inNamespace)?.Service is { Length: > 0 } service
            ? service
            : null;

    /// <summary>The budgets that allow no disruption of a pod now.</summary>
    public IEnumerable<string> FindBlockingBudgets(VirtualPod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return Cluster
            .Client.List(GroupResource.PodDisruptionBudgets, pod.Namespace)
            .Items.Where(budget =>
                (budget.Status.Number("disruptionsAllowed") ?? 0) <= 0
                && Infra.Kubernetes.Selectors.LabelSelector.FromJson(budget.Spec.Map("selector") ?? []) is { IsEmpty: false } selector
                && selector.Matches(pod.Source.Labels)
            )
            .Select(budget => budget.Name);
    }

    /// <inheritdoc/>
    public void Dispose() => Cluster.Dispose();

    private bool Exists(JsonObject one) =>
        Cluster.Client.Find(
            one.Text("kind") switch
            {
                "Secret" => GroupResource.Secrets,
                "ConfigMap" => GroupResource.ConfigMaps,
                "ServiceAccount" => GroupResource.ServiceAccounts,
                _ => GroupResource.PersistentVolumeClaims,
            },
            one.Text("metadata", "namespace") ?? "",
            one.Text("metadata", "name") ?? ""
        )
            is not null;

    private void Assume(IEnumerable<JsonObject> objects)
    {
        foreach (var one in objects)
        {
            _ = Cluster.Apply([one]);
            var inNamespace = one.Text("metadata", "namespace") is { } known ? $"{known}/" : "";
            _assumed.Add($"{one.Text("kind")} {inNamespace}{one.Text("metadata", "name")}");
        }
    }

    private JsonObject AddBehaviour(JsonObject one, IReadOnlyList<ServiceLoadPlan> plans)
    {
        var (kind, name) = (one.Text("kind") ?? "", one.Text("metadata", "name") ?? "");
        return
            FindService(one.Text("metadata", "namespace") ?? "", kind, name) is { } service
            && plans.FirstOrDefault(plan => plan.Behaviour.Service == service) is { } plan
            ? PodTemplates.WithBehaviour(one, plan)
            : one;
    }
}
