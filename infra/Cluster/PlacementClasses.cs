using System.Collections.Immutable;
using Infra.Backend.Resilience;
using Infra.Backend.Settings;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Node.V1;
using Pulumi.Kubernetes.Scheduling.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Node.V1;
using Pulumi.Kubernetes.Types.Inputs.Scheduling.V1;

namespace Infra.Backend.Cluster;

/// <summary>The priorities and runtimes of a system. They belong to the whole cluster, so the system's name keeps them apart from those of others.</summary>
internal static class PlacementClasses
{
    /// <summary>Creates them. Pods name them, and are refused as long as they are not there.</summary>
    public static ImmutableArray<Resource> Create(StackSettings settings, SystemIdentity system, ProviderResource provider)
    {
        var options = new CustomResourceOptions { Provider = provider };
        var created = new List<Resource>();
        foreach (var (name, priority) in FaultTolerancePreset.PrioritiesOf(settings))
        {
            created.Add(new PriorityClass(system.ResourceName(name), new PriorityClassArgs
            {
                Metadata = Metadata(name, system),
                Value = priority.Value,
                PreemptionPolicy = priority.Preempts ? "PreemptLowerPriority" : "Never",
            }, options));
        }

        foreach (var (name, handler) in settings.Runtimes)
        {
            created.Add(new RuntimeClass(system.ResourceName(name), new RuntimeClassArgs { Metadata = Metadata(name, system), Handler = handler }, options));
        }

        return [.. created];
    }

    private static ObjectMetaArgs Metadata(string name, SystemIdentity system) => new() { Name = system.Qualify(name), Labels = ServiceLabels.OfSystem(system) };
}
