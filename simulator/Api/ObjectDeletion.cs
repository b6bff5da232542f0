using System.Text.Json.Nodes;
using Infra.Simulator.Api.Admission;
using Infra.Simulator.Api.CustomResources;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>Deletes objects, or marks them as being deleted.</summary>
internal sealed class ObjectDeletion(ClusterApi api, KindSchemas schemas, AdmissionChain admission, CustomDefinitions definitions)
{
    /// <returns>The object's last state, and whether it was removed.</returns>
    public (KubeObject Deleted, bool IsRemoved) Delete(ResourceKind kind, string inNamespace, string name, DeleteOptions options)
    {
        while (true)
        {
            var current = api.Get(kind, inNamespace, name);
            Deletion.CheckPreconditions(kind, current, options);
            admission.CheckDelete(kind, current, options.DryRun);
            if (current is { IsDeleting: false } && current.Resource == GroupResource.CustomResourceDefinitions && !options.DryRun)
            {
                if (definitions.Terminate(current) is { } terminating)
                {
                    return (terminating, false);
                }

                continue;
            }

            var body = current.Copy();
            var outcome = Deletion.Mark(body, current, options, api.Time.GetUtcNow());
            body = KeyOrdering.Order(schemas, api.Catalog.TryFind(kind.StoredAs, out var stored) ? stored : kind, body);
            if (options.DryRun || outcome == DeletionOutcome.AlreadyMarked)
            {
                return (new KubeObject(current.Resource, body, current.Version), outcome == DeletionOutcome.Removed);
            }

            if (outcome == DeletionOutcome.Removed)
            {
                if (Remove(current, body) is { } removed)
                {
                    return (removed, true);
                }
            }
            else if (api.Store.TryUpdate(current, body) is { } marked)
            {
                return (marked, false);
            }
        }
    }

    /// <summary>Removes an object; null after a conflict. Watches see the mark of a pod before its removal.</summary>
    private KubeObject? Remove(KubeObject current, JsonObject body)
    {
        var isMarkedFirst = Deletion.IsMarkedBeforeRemoval(current);
        var last = isMarkedFirst ? api.Store.TryUpdate(current, (JsonObject)body.DeepClone()) : current;
        if (last is null || api.Store.TryDelete(last) is not { } deleted)
        {
            return null;
        }

        definitions.HandleDelete(deleted);
        return deleted;
    }
}
