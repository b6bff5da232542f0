using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Stacks;
using Infra.Simulator.Objects;

namespace Infra.Rehearsal.Clusters;

/// <summary>Deploys versions of services, and the former ones again.</summary>
public sealed class Versions(RehearsedCluster cluster)
{
    private static readonly Dictionary<string, GroupResource> _resources = new(StringComparer.Ordinal)
    {
        ["Deployment"] = GroupResource.Deployments,
        ["StatefulSet"] = GroupResource.StatefulSets,
        ["DaemonSet"] = GroupResource.DaemonSets,
    };

    private readonly Dictionary<(string Kind, string Namespace, string Name), JsonObject> _former = [];

    /// <summary>Deploys a version to all workloads of a service; returns how many have a template that can be changed.</summary>
    public int Deploy(StackService service, string version, RolloutFailure failure)
    {
        ArgumentNullException.ThrowIfNull(service);
        var changed = 0;
        foreach (var (resource, name) in GetWorkloads(service))
        {
            if (
                cluster.Cluster.Client.Find(resource, service.Namespace, name) is not { } workload
                || PodTemplates.Find(workload.Body) is not { } template
                || PodTemplates.FindMainContainer(template) is not { } container
            )
            {
                continue;
            }

            _former.TryAdd((service.WorkloadKind, service.Namespace, name), (JsonObject)template.DeepClone());
            var body = workload.Copy();
            var next = PodTemplates.Find(body)!;
            var program = next.Objects("spec", "containers").First();
            program["image"] = ReplaceTag(program.Text("image") ?? "", version);
            var annotations = next.Map("metadata", "annotations");
            if (annotations is null)
            {
                annotations = [];
                if (next.Map("metadata") is { } metadata)
                {
                    metadata["annotations"] = annotations;
                }
                else
                {
                    next["metadata"] = new JsonObject { ["annotations"] = annotations };
                }
            }

            foreach (var (key, value) in PodTemplates.DescribeFailure(container, failure))
            {
                annotations[key] = value!.DeepClone();
            }

            cluster.Cluster.Client.Update(resource, body);
            changed++;
        }

        return changed;
    }

    /// <summary>Deploys the version that a service had at the start.</summary>
    public void RollBack(StackService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        foreach (var (resource, name) in GetWorkloads(service))
        {
            if (
                cluster.Cluster.Client.Find(resource, service.Namespace, name) is { } workload
                && _former.Remove((service.WorkloadKind, service.Namespace, name), out var template)
            )
            {
                var body = workload.Copy();
                body["spec"]!["template"] = template;
                cluster.Cluster.Client.Update(resource, body);
            }
        }
    }

    private static IEnumerable<(GroupResource Resource, string Name)> GetWorkloads(StackService service) =>
        _resources.TryGetValue(service.WorkloadKind, out var resource)
            ? service.Workloads.Keys.Order(StringComparer.Ordinal).Select(name => (resource, name))
            : [];

    private static string ReplaceTag(string image, string version) =>
        ImageReference.TryParse(image, out var reference) ? $"{reference.Name}:{version}" : $"{image}:{version}";
}
