using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Rehearsal.Stacks;

namespace Infra.Rehearsal.Questions.Sizing;

/// <summary>Reads the sizes of services from their objects: those of their first container, and of their autoscaler.</summary>
public static class ServiceSizes
{
    /// <summary>The sizes of all services that have one workload; those that are not set are left out.</summary>
    public static IReadOnlyList<Size> Read(StackObjects stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        return [.. stack.Services.Where(service => service.Workloads.Count == 1).SelectMany(service => Read(stack, service))];
    }

    private static IEnumerable<Size> Read(StackObjects stack, StackService service)
    {
        var name = service.Workloads.Keys.Single();
        var workload = stack.Objects.FirstOrDefault(one =>
            Text(one["kind"]) == service.WorkloadKind && Text(one["metadata"]?["name"]) == name && IsIn(one, service.Namespace)
        );
        if (workload is null || service.WorkloadKind is not ("Deployment" or "StatefulSet"))
        {
            yield break;
        }

        var autoscaler = stack.Objects.FirstOrDefault(one =>
            Text(one["kind"]) == "HorizontalPodAutoscaler"
            && IsIn(one, service.Namespace)
            && Text(one["spec"]?["scaleTargetRef"]?["name"]) == name
            && Text(one["spec"]?["scaleTargetRef"]?["kind"]) == service.WorkloadKind
        );
        if (autoscaler is null)
        {
            yield return new Size(service.Name, SizeKind.Replicas, Number(workload["spec"]?["replicas"]) ?? 1);
        }
        else
        {
            yield return new Size(service.Name, SizeKind.Min, Number(autoscaler["spec"]?["minReplicas"]) ?? 1);
            yield return new Size(service.Name, SizeKind.Max, Number(autoscaler["spec"]?["maxReplicas"]) ?? 1);
        }

        var resources = (workload["spec"]?["template"]?["spec"]?["containers"] as JsonArray)?.FirstOrDefault()?["resources"];
        foreach (
            var (kind, amount) in new[]
            {
                (SizeKind.CpuRequest, resources?["requests"]?["cpu"]),
                (SizeKind.CpuLimit, resources?["limits"]?["cpu"]),
                (SizeKind.MemoryRequest, resources?["requests"]?["memory"]),
                (SizeKind.MemoryLimit, resources?["limits"]?["memory"]),
            }
        )
        {
            if (Amount(amount) is { } value and > 0)
            {
                yield return new Size(service.Name, kind, value);
            }
        }
    }

    private static bool IsIn(JsonObject one, string inNamespace) => Text(one["metadata"]?["namespace"]) == inNamespace;

    private static string Text(JsonNode? node) => node?.ToString() ?? "";

    private static double? Number(JsonNode? node) => double.TryParse(Text(node), out var number) ? number : null;

    private static double? Amount(JsonNode? node) =>
        node is not null && Quantity.TryParse(Text(node), out var amount) ? amount.ToDouble() : null;
}
