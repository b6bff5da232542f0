using System.Collections.Immutable;
using Infra.Backend.Metadata;
using Infra.Backend.Planning;
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

        foreach (var (name, handler) in settings.Runtimes)
        {
            created.Add(
                new RuntimeClass(
                    system.ResourceName(name),
                    new RuntimeClassArgs { Metadata = Metadata(name, system), Handler = handler },
                    options
                )
            );
        }

        return [.. created];
    }

    private static ObjectMetaArgs Metadata(string name, SystemIdentity system) =>
        new ObjectMetaArgs { Name = system.Qualify(name), Labels = ServiceLabels.ForSystem(system) }.Annotate(system.Annotations);
}
