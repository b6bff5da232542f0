using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Volumes;

/// <summary>Creates the claims of pods' ephemeral volumes, which the garbage collector deletes with the pods.</summary>
internal sealed class EphemeralVolumeController
{
    private readonly IClusterClient _client;
    private readonly ResourceCache<Pod> _pods;

    /// <summary>Subscribes to pods.</summary>
    public EphemeralVolumeController(ControllerContext context)
    {
        _client = context.GetClient("kube-controller-manager");
        _pods = context.Pods();
        var queue = context.Queue<ObjectKey>("ephemeral-volume-controller", Reconcile);
        _pods.OnChange(change =>
        {
            if (change is { Before: null, After: { } created } && GetTemplates(created).Any())
            {
                queue.Add(created.Key);
            }
        });
    }

    private static IEnumerable<(string Volume, JsonObject Template)> GetTemplates(Pod pod) =>
        pod
            .Source.Spec.Objects("volumes")
            .Select(volume => (Volume: volume.Text("name") ?? "", Template: volume.Map("ephemeral", "volumeClaimTemplate")!))
            .Where(volume => volume.Template is not null);

    private void Reconcile(ObjectKey key)
    {
        if (_pods.Find(key) is not { IsActive: true } pod)
        {
            return;
        }

        foreach (var (volume, template) in GetTemplates(pod))
        {
            var name = PodVolumes.GetEphemeralClaim(pod.Name, volume);
            if (_client.Find(GroupResource.PersistentVolumeClaims, pod.Namespace, name) is null)
            {
                _client.Create(GroupResource.PersistentVolumeClaims, CreateClaim(pod, name, template));
            }
        }
    }

    private static JsonObject CreateClaim(Pod pod, string name, JsonObject template)
    {
        var metadata = (JsonObject?)template.Map("metadata")?.DeepClone() ?? [];
        metadata["name"] = name;
        metadata["namespace"] = pod.Namespace;
        metadata["ownerReferences"] = new JsonArray(OwnerReference.ToController(pod.Source).ToJson());
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolumeClaim",
            ["metadata"] = metadata,
            ["spec"] = template["spec"]?.DeepClone(),
        };
    }
}
