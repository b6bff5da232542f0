using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>Writes the scheduler's conditions to the status of pods.</summary>
internal sealed class SchedulingStatusWriter(ControllerContext context, IClusterClient client)
{
    /// <summary>Sets the condition <c>PodScheduled</c> to <c>False</c>, and sets or removes the nominated node.</summary>
    public void WriteUnscheduled(Pod pod, string reason, string message, string? nominated)
    {
        var status = (JsonObject)pod.Source.Status.DeepClone();
        var conditions = StatusConditions.FromStatus(status);
        conditions.Put(new Condition("PodScheduled", "False", reason, message) { ObservedGeneration = pod.Source.Generation }, context.Now);
        status["conditions"] = conditions.ToJson();
        if (nominated is not null)
        {
            status["nominatedNodeName"] = nominated;
        }
        else
        {
            status.Remove("nominatedNodeName");
        }

        client.WriteStatus(pod, status);
    }

    /// <summary>Says why an attempt to schedule a pod failed unexpectedly: an event, and the condition <c>PodScheduled</c>.</summary>
    public void WriteFailed(Pod pod, string message)
    {
        context.Events.Record(pod.Source, EventType.Warning, "FailedScheduling", message, Scheduler.Component);
        try
        {
            WriteUnscheduled(pod, "SchedulerError", message, pod.Source.Status.Text("nominatedNodeName"));
        }
        catch (StatusException)
        {
            // The event has the message, and the next attempt writes the condition.
        }
    }

    /// <summary>Removes the nominated node.</summary>
    public void WithdrawNomination(Pod pod)
    {
        var status = (JsonObject)pod.Source.Status.DeepClone();
        status.Remove("nominatedNodeName");
        client.WriteStatus(pod, status);
    }

    /// <summary>Marks a pod as preempted and deletes it with its grace period.</summary>
    public void Preempt(Pod victim, Pod preemptor, string node)
    {
        var message = $"Preempted by pod {preemptor.Uid} on node {node}";
        var status = (JsonObject)victim.Source.Status.DeepClone();
        var conditions = StatusConditions.FromStatus(status);
        conditions.Put(
            new Condition(
                "DisruptionTarget",
                "True",
                PodPreemption.Reason,
                $"{Scheduler.Component}: preempting to accommodate a higher priority pod"
            )
            {
                ObservedGeneration = victim.Source.Generation,
            },
            context.Now
        );
        status["conditions"] = conditions.ToJson();
        client.WriteStatus(victim, status);
        client.DeleteIfExists(victim);
        context.Events.Record(victim.Source, EventType.Normal, "Preempted", message, Scheduler.Component);
    }

    /// <summary>Asks for the volume of a claim on the node that was chosen for its pod.</summary>
    public void SelectNode(PersistentVolumeClaim claim, string node)
    {
        if (claim.Annotations.GetValueOrDefault(PersistentVolumeClaim.SelectedNode) == node)
        {
            return;
        }

        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [PersistentVolumeClaim.SelectedNode] = node } },
        };
        client.Patch(GroupResource.PersistentVolumeClaims, claim.Namespace, claim.Name, patch);
    }
}
