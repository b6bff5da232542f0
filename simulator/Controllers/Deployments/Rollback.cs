using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>
/// Rolls a Deployment back to the template of an earlier revision, which an annotation requests, as <c>rollbackTo</c> of the former API
/// did.
/// </summary>
internal sealed class Rollback(IClusterClient client, EventRecorder events)
{
    /// <summary>The revision that a Deployment asks for, 0 for the previous one; null for none.</summary>
    public static long? FindRevision(Deployment deployment) => Revisions.Number(deployment.Annotations, Revisions.RollbackTo);

    /// <summary>Rolls back, or records why that is not possible, and removes the annotation.</summary>
    public void Apply(Deployment deployment, long revision, IReadOnlyCollection<ReplicaSet> sets)
    {
        var body = deployment.Source.Copy();
        body.GetOrAddObject("metadata").GetOrAddObject("annotations").Remove(Revisions.RollbackTo);
        var target = revision == 0 ? FindPrevious(sets) : revision;
        if (target is null)
        {
            Warn(deployment, "DeploymentRollbackRevisionNotFound", "Unable to find last revision.");
        }
        else if (sets.FirstOrDefault(set => Revisions.Get(set) == target) is not { } set)
        {
            Warn(deployment, "DeploymentRollbackRevisionNotFound", "Unable to find the revision to rollback to.");
        }
        else if (TemplateHash.AreEqual(set.Template, deployment.Template))
        {
            Warn(
                deployment,
                "DeploymentRollbackTemplateUnchanged",
                $"The rollback revision contains the same template as current deployment \"{deployment.Name}\""
            );
        }
        else
        {
            Restore(body, set);
            client.Update(GroupResource.Deployments, body);
            var message = $"Rolled back deployment \"{deployment.Name}\" to revision {target.Value.ToString(CultureInfo.InvariantCulture)}";
            events.Record(deployment.Source, EventType.Normal, "DeploymentRollback", message, ReplicaSetScaling.Component);
            return;
        }

        client.Update(GroupResource.Deployments, body);
    }

    private static long? FindPrevious(IEnumerable<ReplicaSet> sets) =>
        sets.Select(Revisions.Get).OrderDescending().Skip(1).FirstOrDefault() is var previous and not 0 ? previous : null;

    private static void Restore(JsonObject body, ReplicaSet set)
    {
        var template = (JsonObject)set.Template.DeepClone();
        (template.Node("metadata", "labels") as JsonObject)?.Remove(TemplateHash.Label);
        body.GetOrAddObject("spec")["template"] = template;
        var annotations = body.GetOrAddObject("metadata").GetOrAddObject("annotations");
        foreach (var key in annotations.Select(one => one.Key).Where(key => !Revisions.IsOwn(key)).ToList())
        {
            annotations.Remove(key);
        }

        foreach (var (key, value) in set.Annotations.Where(one => !Revisions.IsOwn(one.Key)))
        {
            annotations[key] = value;
        }
    }

    private void Warn(Deployment deployment, string reason, string message) =>
        events.Record(deployment.Source, EventType.Warning, reason, message, ReplicaSetScaling.Component);
}
