using Infra.Rehearsal.Stacks;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting.Virtual;
using Infra.Simulator.Objects;

namespace Infra.Rehearsal.Clusters;

/// <summary>A pod and the service it belongs to.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Service">The service; empty for a pod of none.</param>
/// <param name="Workload">The workload of the service that it belongs to; empty for a pod of none.</param>
public sealed record ServicePod(VirtualPod Pod, string Service, string Workload)
{
    /// <summary>Whether its version answers every request with an error.</summary>
    public bool HasErrors { get; } = Pod.Annotations.ContainsKey(PodTemplates.ErrorsAnnotation);
}

/// <summary>Finds the services of pods by the workloads that manage them. The pods of a controller are looked for once.</summary>
internal sealed class ServicePods
{
    private const int MaximumDepth = 4;

    private readonly IClusterClient _client;
    private readonly Dictionary<(string Namespace, string Kind, string Name), string> _services = [];
    private readonly Dictionary<string, (string Service, string Workload)> _byController = new(StringComparer.Ordinal);

    public ServicePods(IClusterClient client, IEnumerable<StackService> services)
    {
        _client = client;
        foreach (var service in services)
        {
            foreach (var workload in service.Workloads.Keys)
            {
                _services[(service.Namespace, service.WorkloadKind, workload)] = service.Name;
            }
        }
    }

    /// <summary>Finds the service of a pod.</summary>
    public ServicePod Find(VirtualPod pod)
    {
        if (pod.Source.Controller is not { } controller)
        {
            return new ServicePod(pod, "", "");
        }

        if (!_byController.TryGetValue(controller.Uid, out var found))
        {
            _byController[controller.Uid] = found = Find(pod.Namespace, controller);
        }

        return new ServicePod(pod, found.Service, found.Workload);
    }

    /// <summary>The service of a workload; null for none.</summary>
    public string? Find(string inNamespace, string kind, string name) => _services.GetValueOrDefault((inNamespace, kind, name));

    private (string Service, string Workload) Find(string inNamespace, OwnerReference controller)
    {
        OwnerReference? owner = controller;
        for (var depth = 0; owner is not null && depth < MaximumDepth; depth++)
        {
            if (Find(inNamespace, owner.Kind, owner.Name) is { } service)
            {
                return (service, owner.Name);
            }

            owner = _client.Catalog.FindByKind(owner.ApiVersion, owner.Kind) is { } kind
                ? _client.Find(kind.StoredAs, inNamespace, owner.Name)?.Controller
                : null;
        }

        return ("", "");
    }
}
