using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Revisions;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.StatefulSets;

/// <summary>Creates and deletes the pods of a StatefulSet with their claims, and records events.</summary>
internal sealed class StatefulPodWriter(IClusterClient client, EventRecorder events, StatefulSet set)
{
    private const string Component = "statefulset-controller";

    private readonly ClaimRetention _retention = new(client, set);

    /// <summary>Creates the pod of an ordinal after its claims, unless one of them is about to be deleted with a former pod.</summary>
    /// <exception cref="StatusException">The pod or one of its claims was refused.</exception>
    public void Create(int ordinal, ControllerRevision revision)
    {
        var name = StatefulPods.GetName(set, ordinal);
        if (_retention.HasClaimOfFormerPod(name))
        {
            return;
        }

        try
        {
            CreateClaims(name);
            CreatePod(StatefulPods.NewPod(set, revision.Template, revision.Name, ordinal));
        }
        catch (StatusException refused) when (!refused.IsAlreadyExists)
        {
            Record(EventType.Warning, "FailedCreate", $"Create Pod {name} in StatefulSet {set.Name} failed error: {refused.Message}");
            throw;
        }

        Record(EventType.Normal, "SuccessfulCreate", $"Create Pod {name} in StatefulSet {set.Name} successful");
    }

    /// <summary>Creates the claims that a pending pod lacks, and updates the owners of the others.</summary>
    /// <exception cref="StatusException">A claim was refused or is being deleted.</exception>
    public void CompleteClaims(Pod pod)
    {
        CreateClaims(pod.Name);
        SetOwners(pod);
    }

    /// <summary>Updates the owners of the claims of a pod; returns whether any were out of date.</summary>
    public bool KeepClaims(Pod pod)
    {
        if (_retention.IsApplied(pod))
        {
            return false;
        }

        SetOwners(pod);
        return true;
    }

    /// <summary>Updates the owners of the claims of a pod in service.</summary>
    public void Update(Pod pod)
    {
        if (KeepClaims(pod))
        {
            Record(EventType.Normal, "SuccessfulUpdate", $"Update Pod {pod.Name} in StatefulSet {set.Name} successful");
        }
    }

    /// <summary>Deletes a pod.</summary>
    public void Delete(Pod pod)
    {
        client.DeleteIfExists(pod);
        Record(EventType.Normal, "SuccessfulDelete", $"Delete Pod {pod.Name} in StatefulSet {set.Name} successful");
    }

    // The claims get their owners even if the pod is refused.
    private void CreatePod(JsonObject body)
    {
        var pod = new Pod(new KubeObject(GroupResource.Pods, body, version: 0));
        try
        {
            client.Create(GroupResource.Pods, body);
        }
        catch (StatusException refused) when (!refused.IsAlreadyExists)
        {
            SetOwners(pod);
            throw;
        }

        SetOwners(pod);
    }

    private void SetOwners(Pod pod) =>
        _retention.Apply(pod, claim =>
            Record(
                EventType.Warning,
                "ConflictingController",
                $"PersistentVolumeClaim {claim} has a conflicting OwnerReference that acts as a manging controller, "
                    + "the retention policy is ignored for this claim"
            )
        );

    // All claims are tried before the first failure ends the creation of the pod.
    private void CreateClaims(string pod)
    {
        var failures = new List<StatusException>();
        foreach (var claim in StatefulPods.NewClaims(set, pod))
        {
            if (CreateClaim(claim, pod) is { } failure)
            {
                failures.Add(failure);
            }
        }

        if (failures is [var first, ..])
        {
            var message = failures.Count == 1 ? first.Message : $"[{string.Join(", ", failures.Select(f => f.Message))}]";
            throw new StatusException(first.Code, first.Reason, message);
        }
    }

    private StatusException? CreateClaim(JsonObject claim, string pod)
    {
        var name = claim.Text("metadata", "name")!;
        if (client.Find(GroupResource.PersistentVolumeClaims, set.Namespace, name) is { } existing)
        {
            return existing.IsDeleting ? new StatusException(409, StatusReason.Conflict, $"pvc {name} is being deleted") : null;
        }

        try
        {
            client.Create(GroupResource.PersistentVolumeClaims, claim);
        }
        catch (StatusException refused)
        {
            Record(
                EventType.Warning,
                "FailedCreate",
                $"Create Claim {name} for Pod {pod} in StatefulSet {set.Name} failed error: {refused.Message}"
            );
            return new StatusException(refused.Code, refused.Reason, $"failed to create PVC {name}: {refused.Message}");
        }

        Record(EventType.Normal, "SuccessfulCreate", $"Create Claim {name} Pod {pod} in StatefulSet {set.Name} success");
        return null;
    }

    private void Record(EventType type, string reason, string message) => events.Record(set.Source, type, reason, message, Component);
}
