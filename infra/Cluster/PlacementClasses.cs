using System.Collections.Immutable;
using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Resilience;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Node.V1;
using Pulumi.Kubernetes.Scheduling.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Node.V1;
using Pulumi.Kubernetes.Types.Inputs.Scheduling.V1;

namespace Infra.Backend.Cluster;

/// <summary>
/// The PriorityClasses and RuntimeClasses of a system. They are cluster-scoped, so their names include the system's and the stack's.
/// </summary>
internal static class PlacementClasses
{
    /// <summary>Creates the classes. They must exist before the pods that name them, which are rejected otherwise.</summary>
    public static ImmutableArray<Resource> Create(StackSettings settings, SystemIdentity system, ProviderResource provider)
    {
        var options = new CustomResourceOptions { Provider = provider };
        var created = new List<Resource>();
        foreach (var (name, priority) in FaultTolerancePreset.Priorities(settings))
        {
            created.Add(
                new PriorityClass(
                    system.ResourceName(name),
                    new PriorityClassArgs
                    {
                        Metadata = Metadata(name, system),
                        Value = priority.Value,
                        PreemptionPolicy = priority.Preempts ? "PreemptLowerPriority" : "Never",
                    },
                    options
                )
            );
        }

        foreach (var (name, runtime) in settings.Runtimes)
        {
            created.Add(new RuntimeClass(system.ResourceName(name), Runtime(runtime, Metadata(name, system)), options));
        }

        return [.. created];
    }

    private static RuntimeClassArgs Runtime(RuntimeSettings runtime, ObjectMetaArgs metadata)
    {
        var args = new RuntimeClassArgs { Metadata = metadata, Handler = runtime.Handler };
        if (ResourceList.From(runtime.Overhead) is { Count: > 0 } overhead)
        {
            args.Overhead = new OverheadArgs { PodFixed = overhead };
        }

        if (runtime.Labels.Count > 0 || !runtime.Tolerations.IsEmpty)
        {
            args.Scheduling = Nodes(runtime);
        }

        return args;
    }

    private static SchedulingArgs Nodes(RuntimeSettings runtime)
    {
        var nodes = new SchedulingArgs();
        if (runtime.Labels.Count > 0)
        {
            nodes.NodeSelector = runtime.Labels.ToDictionary();
        }

        if (!runtime.Tolerations.IsEmpty)
        {
            nodes.Tolerations = Tolerations.Create(runtime.Tolerations);
        }

        return nodes;
    }

    private static ObjectMetaArgs Metadata(string name, SystemIdentity system) =>
        new ObjectMetaArgs { Name = system.Qualify(name), Labels = ServiceLabels.ForSystem(system) }.Annotate(system.Annotations);
}
