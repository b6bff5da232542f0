using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>The usage of an object by the resource names of ResourceQuotas.</summary>
internal static class ResourceUsage
{
    private static readonly string[] _countedByName =
    [
        "configmaps",
        "secrets",
        "services",
        "replicationcontrollers",
        "resourcequotas",
        "persistentvolumeclaims",
        "pods",
    ];

    public static Dictionary<string, Quantity> Calculate(GroupResource resource, JsonObject body)
    {
        var usage = new Dictionary<string, Quantity> { [$"count/{resource}"] = Quantity.FromWhole(1) };
        var spec = body.Map("spec") ?? [];
        if (resource == GroupResource.Pods && body.Text("status", "phase") is "Succeeded" or "Failed")
        {
            return usage;
        }

        if (resource.Group.Length == 0 && _countedByName.Contains(resource.Resource))
        {
            usage[resource.Resource] = Quantity.FromWhole(1);
        }

        if (resource == GroupResource.Pods)
        {
            AddPod(usage, spec);
        }
        else if (resource == GroupResource.Services)
        {
            AddService(usage, spec);
        }
        else if (resource == GroupResource.PersistentVolumeClaims)
        {
            AddClaim(usage, spec);
        }

        return usage;
    }

    /// <summary>
    /// Finds the list (<c>requests</c> or <c>limits</c>) and the resource for a quota's name of CPU or memory; null for other names.
    /// </summary>
    public static (string List, string Resource)? FindComputeResource(string name) =>
        name switch
        {
            "cpu" or "requests.cpu" => ("requests", "cpu"),
            "memory" or "requests.memory" => ("requests", "memory"),
            "limits.cpu" => ("limits", "cpu"),
            "limits.memory" => ("limits", "memory"),
            _ => null,
        };

    private static void AddPod(Dictionary<string, Quantity> usage, JsonObject spec)
    {
        var pod = new PodUsage(spec);
        foreach (var list in (ReadOnlySpan<string>)["requests", "limits"])
        {
            foreach (var name in pod.GetNames(list))
            {
                if (pod.Find(list, name) is not { } amount)
                {
                    continue;
                }

                usage[$"{list}.{name}"] = amount;
                if (list == "requests")
                {
                    usage[name] = amount;
                }
            }
        }
    }

    private static void AddService(Dictionary<string, Quantity> usage, JsonObject spec)
    {
        var type = spec.Text("type");
        var ports = spec.Array("ports")?.Count ?? 0;
        if (type == "LoadBalancer")
        {
            usage["services.loadbalancers"] = Quantity.FromWhole(1);
        }

        if (type == "NodePort" || (type == "LoadBalancer" && spec.Flag("allocateLoadBalancerNodePorts")))
        {
            usage["services.nodeports"] = Quantity.FromWhole(ports);
        }
    }

    private static void AddClaim(Dictionary<string, Quantity> usage, JsonObject spec)
    {
        if (spec.Map("resources", "requests")?["storage"] is not { } storage)
        {
            return;
        }

        var amount = Quantity.FromJson(storage);
        usage["requests.storage"] = amount;
        if (spec.Text("storageClassName") is { Length: > 0 } storageClass)
        {
            usage[$"{storageClass}.storageclass.storage.k8s.io/requests.storage"] = amount;
            usage[$"{storageClass}.storageclass.storage.k8s.io/persistentvolumeclaims"] = Quantity.FromWhole(1);
        }
    }
}
