using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>The usage of an object by the resource names of ResourceQuotas.</summary>
internal static class ResourceUsage
{
    private const string StorageClass = ".storageclass.storage.k8s.io/";
    private const string HugePages = "hugepages-";

    private static readonly string[] _compute = ["cpu", "memory", "ephemeral-storage"];

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
            AddClaim(usage, body, spec);
        }

        return usage;
    }

    /// <summary>Finds the kind whose objects a quota's name limits; null for a name that quotas do not count.</summary>
    public static GroupResource? FindKind(string name)
    {
        if (name.StartsWith("count/", StringComparison.Ordinal))
        {
            var kind = name["count/".Length..];
            var dot = kind.IndexOf('.', StringComparison.Ordinal);
            return dot < 0 ? new GroupResource("", kind) : new GroupResource(kind[(dot + 1)..], kind[..dot]);
        }

        return _countedByName.Contains(name) ? new GroupResource("", name)
            : name is "services.nodeports" or "services.loadbalancers" ? GroupResource.Services
            : IsOfClaims(name) ? GroupResource.PersistentVolumeClaims
            : IsOfPods(name) ? GroupResource.Pods
            : null;
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

    private static bool IsOfClaims(string name) =>
        name == "requests.storage"
        || name.EndsWith($"{StorageClass}requests.storage", StringComparison.Ordinal)
        || name.EndsWith($"{StorageClass}persistentvolumeclaims", StringComparison.Ordinal);

    private static bool IsOfPods(string name)
    {
        if (name.StartsWith(HugePages, StringComparison.Ordinal))
        {
            return true;
        }

        var isLimit = name.StartsWith("limits.", StringComparison.Ordinal);
        var isRequest = name.StartsWith("requests.", StringComparison.Ordinal);
        var bare = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return isLimit || isRequest ? _compute.Contains(bare) || (isRequest && IsRequestable(bare)) : _compute.Contains(name);
    }

    /// <summary>Whether quotas limit the requests of a resource by its name after <c>requests.</c>, and not its limits.</summary>
    private static bool IsRequestable(string name) =>
        name.StartsWith(HugePages, StringComparison.Ordinal)
        || name.StartsWith("deviceclass.resource.kubernetes.io/", StringComparison.Ordinal)
        || (name.Contains('/', StringComparison.Ordinal) && !name.Contains("kubernetes.io/", StringComparison.Ordinal));

    private static void AddPod(Dictionary<string, Quantity> usage, JsonObject spec)
    {
        var pod = new PodUsage(spec);
        foreach (var name in pod.GetNames("requests"))
        {
            var (isCompute, isRequestable) = (_compute.Contains(name), IsRequestable(name));
            if ((isCompute || isRequestable) && pod.Find("requests", name) is { } amount)
            {
                usage[$"requests.{name}"] = amount;
                if (isCompute || name.StartsWith(HugePages, StringComparison.Ordinal))
                {
                    usage[name] = amount;
                }
            }
        }

        foreach (var name in pod.GetNames("limits").Where(_compute.Contains))
        {
            if (pod.Find("limits", name) is { } amount)
            {
                usage[$"limits.{name}"] = amount;
            }
        }
    }

    private static void AddService(Dictionary<string, Quantity> usage, JsonObject spec)
    {
        const string Allocates = "allocateLoadBalancerNodePorts";
        var type = spec.Text("type");
        if (type == "LoadBalancer")
        {
            usage["services.loadbalancers"] = Quantity.FromWhole(1);
        }

        if (type is "NodePort" or "LoadBalancer")
        {
            // Without allocation, only the ports with a number count.
            var allocates = type == "NodePort" || !spec.ContainsKey(Allocates) || spec.Flag(Allocates);
            usage["services.nodeports"] = Quantity.FromWhole(
                spec.Objects("ports").Count(port => allocates || (port.Number("nodePort") ?? 0) != 0)
            );
        }
    }

    private static void AddClaim(Dictionary<string, Quantity> usage, JsonObject body, JsonObject spec)
    {
        var storageClass = body.Text("metadata", "annotations", "volume.beta.kubernetes.io/storage-class") ?? spec.Text("storageClassName");
        if (storageClass is { Length: > 0 })
        {
            usage[$"{storageClass}{StorageClass}persistentvolumeclaims"] = Quantity.FromWhole(1);
        }

        if (spec.Map("resources", "requests")?["storage"] is not { } storage)
        {
            return;
        }

        var amount = Quantity.FromJson(storage);
        if (body.Map("status", "allocatedResources")?["storage"] is { } allocated && Quantity.FromJson(allocated) > amount)
        {
            amount = Quantity.FromJson(allocated);
        }

        usage["requests.storage"] = amount;
        if (storageClass is { Length: > 0 })
        {
            usage[$"{storageClass}{StorageClass}requests.storage"] = amount;
        }
    }
}
