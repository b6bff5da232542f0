using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Rehearsals;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Rehearsals;

/// <summary>Plans the nodes of a rehearsal: those of the scenario over those of the cluster.</summary>
internal sealed class RehearsalPoolPlanner(RehearsalSettings settings, TargetCluster cluster, RehearsalNotes notes)
{
    /// <summary>The name of the pool of a cluster that says nothing about its nodes.</summary>
    private const string OnlyPool = "default";

    private const int DefaultCount = 3;
    private const int DefaultPods = 110;

    private static readonly SettingsPath Pools = SettingsPath.Root.Key("pools");
    private static readonly Quantity DefaultCpu = Quantity.Parse("8");
    private static readonly Quantity DefaultMemory = Quantity.Parse("32Gi");
    private static readonly ImmutableArray<string> DefaultZones = ["a", "b", "c"];
    private static readonly TimeSpan DefaultStartUp = TimeSpan.FromSeconds(90);

    /// <summary>The names of the pools: those of the cluster first.</summary>
    public static ImmutableArray<string> FindNames(RehearsalSettings settings, TargetCluster cluster)
    {
        // A simulated cluster has the nodes that it starts with beside its pools.
        string[] initial = settings.Pools.Count == 0 && cluster.Settings.Kind == ClusterKind.Simulated ? [OnlyPool] : [];
        string[] names =
        [
            .. initial.Union(cluster.Settings.Pools.Keys, StringComparer.Ordinal).Union(settings.Pools.Keys, StringComparer.Ordinal),
        ];
        return names.Length > 0 ? [.. names] : [OnlyPool];
    }

    /// <summary>The zones that nodes are in.</summary>
    public static ImmutableArray<string> FindZones(RehearsalSettings settings, TargetCluster cluster) =>
        [
            .. FindNames(settings, cluster)
                .SelectMany(pool => ZonesOf(settings.Pools.GetValueOrDefault(pool), cluster.Settings.Pools.GetValueOrDefault(pool)))
                .Distinct(StringComparer.Ordinal),
        ];

    public IReadOnlyList<PlannedPool> Plan() => [.. FindNames(settings, cluster).Select(Plan)];

    private static ImmutableArray<string> ZonesOf(RehearsalPoolSettings? own, NodePoolSettings? ofCluster) =>
        own?.Zones ?? (ofCluster is { ZonesInTurn: { IsEmpty: false } zones } ? zones : DefaultZones);

    private PlannedPool Plan(string name)
    {
        var own = settings.Pools.GetValueOrDefault(name) ?? new RehearsalPoolSettings();
        var ofCluster = cluster.Settings.Pools.GetValueOrDefault(name);
        var (cores, memory) = PlanSize(name, own, ofCluster);
        var count = own.Nodes?.Count ?? ofCluster?.NodeCount ?? DefaultCount;
        var min = own.Nodes?.Min ?? (own.Nodes?.Count is null ? own.Nodes?.Max : null) ?? count;
        var max = own.Nodes?.Max ?? min;
        var zones = ZonesOf(own, ofCluster);
        var startUp = own.StartUp ?? DefaultStartUp;
        var (at, inStack) = (Pools.Key(name), cluster.Path.Key("pools").Key(name));
        notes.Note(name, "nodes", min == max ? $"{min}" : $"{min} to {max}", at.Key("nodes"), inStack);
        notes.Note(name, "zones", string.Join(", ", zones), at.Key("zones"), ofCluster is { ZonesInTurn.IsEmpty: false } ? inStack : null);
        if (max > min)
        {
            notes.Note(name, "start of a node", Write(startUp), at.Key("startUp"));
        }

        if (own.Price is { } price)
        {
            notes.Note(name, "price", $"{price.ToString(CultureInfo.InvariantCulture)} per node and hour", at.Key("price"));
        }

        return new PlannedPool
        {
            Name = name,
            Cores = cores,
            Memory = memory,
            MaxPods = own.MaxPods ?? ofCluster?.MaxPods ?? DefaultPods,
            Initial = min,
            Min = min,
            Max = max,
            Zones = zones,
            Labels = own.Labels.Count > 0 ? own.Labels : ofCluster?.Labels ?? ImmutableDictionary<string, string>.Empty,
            Taints = [.. (own.Taints.IsEmpty ? ofCluster?.Taints ?? [] : own.Taints).Select(Write)],
            Runtimes = (own.Runtimes.IsEmpty ? ofCluster?.Runtimes : own.Runtimes) is { IsEmpty: false } runtimes ? runtimes : null,
            Price = own.Price,
            StartUp = startUp,
        };
    }

    private (double Cores, double Memory) PlanSize(string name, RehearsalPoolSettings own, NodePoolSettings? ofCluster)
    {
        var at = Pools.Key(name);
        if (own.Allocatable is { } allocatable)
        {
            notes.Note(name, "allocatable", $"{allocatable.Cpu} cores, {allocatable.Memory}", at.Key("allocatable"));
            return (allocatable.Cpu.ToDouble(), allocatable.Memory.ToDouble());
        }

        var cpu = own.Machine?.Cpu ?? ofCluster?.Cpu ?? DefaultCpu;
        var memory = own.Machine?.Memory ?? ofCluster?.Memory ?? DefaultMemory;
        notes.Note(
            name,
            "machine",
            $"{cpu} cores, {memory}",
            at.Key("machine"),
            ofCluster is { Cpu: null, Memory: null } or null ? null : cluster.Path.Key("pools").Key(name)
        );
        return (NodeAllocatable.OfCores(cpu.ToDouble()), NodeAllocatable.OfMemory(memory.ToDouble()));
    }

    private static string Write(TaintSettings taint) => $"{taint.Key}={taint.Value}:{taint.Effect}";

    private static string Write(TimeSpan time) => Settings.Values.Duration.Format(time);
}
