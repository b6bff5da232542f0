using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>Describes the ReplicaSet of a Deployment's current template.</summary>
internal static class NewReplicaSet
{
    private const int MaxNameLength = 253;

    /// <summary>Creates the ReplicaSet's body. Its name, its selector and its pod labels contain the template's hash.</summary>
    public static JsonObject Create(Deployment deployment, int replicas, long revision)
    {
        var hash = TemplateHash.Compute(deployment.Template, deployment.CollisionCount);
        var template = (JsonObject)deployment.Template.DeepClone();
        template.GetOrAddObject("metadata").GetOrAddObject("labels")[TemplateHash.Label] = hash;
        var selector = (JsonObject?)deployment.Source.Spec.Map("selector")?.DeepClone() ?? [];
        selector.GetOrAddObject("matchLabels")[TemplateHash.Label] = hash;
        var annotations = new JsonObject();
        foreach (var (key, value) in Revisions.ComputeAnnotations(deployment, new Dictionary<string, string>(), revision, isNew: true))
        {
            annotations[key] = value;
        }

        var spec = new JsonObject { ["replicas"] = replicas };
        spec.AddUnlessZero("minReadySeconds", deployment.MinReadySeconds);
        spec["selector"] = selector;
        spec["template"] = template;
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name[..Math.Min(deployment.Name.Length, MaxNameLength - 1 - hash.Length)]}-{hash}",
                ["namespace"] = deployment.Namespace,
                ["labels"] = template.Node("metadata", "labels")?.DeepClone(),
                ["annotations"] = annotations,
                ["ownerReferences"] = new JsonArray(OwnerReference.ToController(deployment.Source).ToJson()),
            },
            ["spec"] = spec,
        };
    }
}
