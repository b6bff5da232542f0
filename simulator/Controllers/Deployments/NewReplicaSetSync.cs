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
/// Creates the ReplicaSet of a Deployment's current template and keeps its annotations and the Deployment's revision up to date.
/// </summary>
internal sealed class NewReplicaSetSync(ControllerContext context, IClusterClient client, ReplicaSetScaling scaling)
{
    /// <summary>The oldest ReplicaSet with the Deployment's current template, or null.</summary>
    public static ReplicaSet? Find(Deployment deployment, List<ReplicaSet> sets) =>
        sets.OrderBy(s => s.CreationTime)
            .ThenBy(s => s.Name, StringComparer.Ordinal)
            .FirstOrDefault(s => TemplateHash.AreEqual(s.Template, deployment.Template));

    /// <summary>
    /// Returns the up-to-date ReplicaSet of the current template; null after a write, whose watch event queues the Deployment again.
    /// </summary>
    public ReplicaSet? Ensure(Deployment deployment, List<ReplicaSet> sets)
    {
        if (Find(deployment, sets) is { } existing)
        {
            return Update(deployment, existing, sets.Where(s => s != existing)) ? null : existing;
        }

        Create(deployment, sets);
        return null;
    }

    /// <summary>
    /// Writes annotations, <c>minReadySeconds</c> and revision where they are out of date; returns whether anything was written.
    /// </summary>
    public bool Update(Deployment deployment, ReplicaSet set, IEnumerable<ReplicaSet> old)
    {
        var annotations = Revisions.ComputeAnnotations(deployment, set.Annotations, Revisions.Highest(old) + 1, isNew: false);
        if (
            annotations.Count != set.Annotations.Count
            || annotations.Any(a => set.Annotations.GetValueOrDefault(a.Key) != a.Value)
            || set.MinReady.TotalSeconds != deployment.MinReadySeconds
        )
        {
            var body = set.Source.Copy();
            body.GetOrAddObject("metadata")["annotations"] = ToJson(annotations);
            if (deployment.MinReadySeconds > 0)
            {
                body.GetOrAddObject("spec")["minReadySeconds"] = deployment.MinReadySeconds;
            }
            else
            {
                body.GetOrAddObject("spec").Remove("minReadySeconds");
            }

            client.Update(GroupResource.ReplicaSets, body);
            return true;
        }

        return SetRevision(
            deployment,
            Revisions.Get(set),
            "FoundNewReplicaSet",
            $"Found new replica set \"{set.Name}\"",
            onlyIfMissing: true
        );
    }

    private void Create(Deployment deployment, List<ReplicaSet> old)
    {
        var revision = Revisions.Highest(old) + 1;
        var size = deployment.IsRecreate ? deployment.Replicas : RollingUpdate.NewSize(deployment.Bounds, old.Sum(s => s.Replicas), 0);
        var body = NewReplicaSet.Create(deployment, size, revision);
        KubeObject created;
        try
        {
            created = client.Create(GroupResource.ReplicaSets, body);
        }
        catch (StatusException taken) when (taken.IsAlreadyExists)
        {
            var status = (JsonObject)deployment.Source.Status.DeepClone();
            status["collisionCount"] = (deployment.CollisionCount ?? 0) + 1;
            client.WriteStatus(deployment, status);
            throw;
        }
        catch (StatusException refused) when (!refused.IsNamespaceTerminating)
        {
            ReportCreateFailure(deployment, $"Failed to create new replica set \"{body.Text("metadata", "name")}\": {refused.Message}");
            throw;
        }

        if (size > 0)
        {
            scaling.RecordScaling(deployment, $"Scaled up replica set {created.Name} from 0 to {size}");
        }

        SetRevision(deployment, revision, "NewReplicaSetCreated", $"Created new replica set \"{created.Name}\"", onlyIfMissing: false);
    }

    private void ReportCreateFailure(Deployment deployment, string message)
    {
        const string Reason = "ReplicaSetCreateError";
        if (deployment.ProgressDeadline is not null)
        {
            var status = (JsonObject)deployment.Source.Status.DeepClone();
            var conditions = StatusConditions.FromStatus(status);
            conditions.Set(new Condition("Progressing", "False", Reason, message) { LastUpdateTime = context.Now }, context.Now);
            status["conditions"] = conditions.ToJson();
            client.WriteStatus(deployment, status);
        }

        context.Events.Record(deployment.Source, EventType.Warning, Reason, message, ReplicaSetScaling.Component);
    }

    /// <summary>
    /// Writes the revision and the Progressing condition to the Deployment, in one update of its status; returns whether anything was
    /// written.
    /// </summary>
    private bool SetRevision(Deployment deployment, long revision, string reason, string message, bool onlyIfMissing)
    {
        var conditions = StatusConditions.FromStatus(deployment.Source.Status);
        var setsProgress =
            deployment.ProgressDeadline is not null && !(onlyIfMissing && conditions.FindCondition("Progressing") is not null);
        if (Revisions.Get(deployment) == revision && !setsProgress)
        {
            return false;
        }

        var body = deployment.Source.Copy();
        body.GetOrAddObject("metadata").GetOrAddObject("annotations")[Revisions.Revision] = revision.ToString(CultureInfo.InvariantCulture);
        if (setsProgress)
        {
            conditions.Set(new Condition("Progressing", "True", reason, message) { LastUpdateTime = context.Now }, context.Now);
            body.GetOrAddObject("status")["conditions"] = conditions.ToJson();
        }

        client.UpdateStatus(GroupResource.Deployments, body);
        return true;
    }

    private static JsonObject ToJson(IEnumerable<KeyValuePair<string, string>> annotations)
    {
        var json = new JsonObject();
        foreach (var (key, value) in annotations)
        {
            json[key] = value;
        }

        return json;
    }
}
