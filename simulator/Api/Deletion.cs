using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>The effect of a delete.</summary>
internal enum DeletionOutcome
{
    /// <summary>The object is removed.</summary>
    Removed,

    /// <summary>The deletion timestamp is set; the object remains until the grace period has passed and it has no finalizers.</summary>
    Marked,

    /// <summary>The deletion timestamp was set before; nothing changes.</summary>
    AlreadyMarked,
}

/// <summary>The rules of deletion: preconditions, grace periods, finalizers.</summary>
internal static class Deletion
{
    private const string ForegroundFinalizer = "foregroundDeletion";
    private const string OrphanFinalizer = "orphan";
    private const long DefaultGracePeriod = 30;

    /// <exception cref="StatusException">A precondition does not hold.</exception>
    public static void CheckPreconditions(ResourceKind kind, KubeObject current, DeleteOptions options)
    {
        if (options.Uid is { } uid && uid != current.Uid)
        {
            throw CreateConflict(
                kind,
                current,
                $"the UID in the precondition ({uid}) does not match the UID in record ({current.Uid}). The object might have been deleted and then recreated"
            );
        }
        var version = current.Version.ToString(CultureInfo.InvariantCulture);
        if (options.ResourceVersion is { } expected && expected != version)
        {
            throw CreateConflict(
                kind,
                current,
                $"the ResourceVersion in the precondition ({expected}) does not match the ResourceVersion in record ({version}). The object might have been modified"
            );
        }
    }

    /// <summary>Sets the deletion timestamp of <paramref name="body"/>, a copy of the object, unless it is removed immediately.</summary>
    public static DeletionOutcome Mark(JsonObject body, KubeObject current, DeleteOptions options, DateTimeOffset now)
    {
        var metadata = body.GetOrAddObject("metadata");
        var changed = SetPropagationFinalizers(metadata, GetPropagation(current, options));
        var grace = GetGracePeriod(current, options);
        var isRemoved = grace == 0 && CanBeRemoved(body);
        var pending = current.Metadata.Number("deletionGracePeriodSeconds");
        if (current.IsDeleting && !isRemoved && !changed && (pending ?? 0) <= grace)
        {
            return DeletionOutcome.AlreadyMarked;
        }

        if (!current.IsDeleting || grace < pending)
        {
            var from = current.DeletionTime?.AddSeconds(-LongSeconds.Limit(pending ?? 0)) ?? now;
            metadata["deletionTimestamp"] = Timestamps.Format(from.AddSeconds(LongSeconds.Limit(grace)));
            if (current.Resource != GroupResource.Namespaces)
            {
                metadata["deletionGracePeriodSeconds"] = grace;
            }
        }
        if (!current.IsDeleting && current.Generation > 0)
        {
            metadata["generation"] = current.Generation + 1;
        }

        if (current.Resource == GroupResource.Namespaces)
        {
            body.GetOrAddObject("status")["phase"] = "Terminating";
        }

        return isRemoved ? DeletionOutcome.Removed : DeletionOutcome.Marked;
    }

    /// <summary>
    /// Whether an object is marked before it is removed immediately, as pods are unless they were marked for immediate removal before.
    /// </summary>
    public static bool IsMarkedBeforeRemoval(KubeObject current) =>
        current.Resource == GroupResource.Pods && !(current.IsDeleting && IsGracePeriodOver(current));

    /// <summary>Whether the grace period of an object being deleted has passed.</summary>
    public static bool IsGracePeriodOver(KubeObject deleting) => (deleting.Metadata.Number("deletionGracePeriodSeconds") ?? 0) == 0;

    /// <summary>Whether the object can be removed.</summary>
    public static bool CanBeRemoved(JsonObject body) =>
        body.Array("metadata", "finalizers") is null or { Count: 0 }
        && (body.Text("kind") != "Namespace" || body.Array("spec", "finalizers") is null or { Count: 0 });

    private static PropagationPolicy? GetPropagation(KubeObject current, DeleteOptions options)
    {
        if (options.Propagation is not null)
        {
            return options.Propagation;
        }
        // The finalizers of the first request remain unless this one specifies a propagation policy.
        if (current.Finalizers.Contains(ForegroundFinalizer))
        {
            return PropagationPolicy.Foreground;
        }

        if (current.Finalizers.Contains(OrphanFinalizer))
        {
            return PropagationPolicy.Orphan;
        }
        // Kinds older than the garbage collector orphan their pods by default.
        return current.Resource == GroupResource.Jobs || current.Resource == GroupResource.ReplicationControllers
            ? PropagationPolicy.Orphan
            : null;
    }

    private static bool SetPropagationFinalizers(JsonObject metadata, PropagationPolicy? propagation)
    {
        var finalizer = propagation switch
        {
            PropagationPolicy.Foreground => ForegroundFinalizer,
            PropagationPolicy.Orphan => OrphanFinalizer,
            _ => null,
        };
        var present = (metadata.Array("finalizers") ?? []).Select(item => item?.ToString() ?? "").ToList();
        var result = present.Where(name => name is not (ForegroundFinalizer or OrphanFinalizer) || name == finalizer).ToList();
        if (finalizer is not null && !result.Contains(finalizer))
        {
            result.Add(finalizer);
        }

        if (result.SequenceEqual(present))
        {
            return false;
        }

        metadata["finalizers"] = new JsonArray([.. result.Select(name => JsonValue.Create(name))]);
        if (result.Count == 0)
        {
            metadata.Remove("finalizers");
        }

        return true;
    }

    private static long GetGracePeriod(KubeObject current, DeleteOptions options)
    {
        if (current.Resource != GroupResource.Pods)
        {
            return 0;
        }

        if (
            options.GracePeriodSeconds == 0
            || current.Spec.Text("nodeName") is null or ""
            || current.Status.Text("phase") is "Succeeded" or "Failed"
        )
        {
            return 0;
        }

        if (options.GracePeriodSeconds is < 0)
        {
            return 1;
        }

        return options.GracePeriodSeconds
            ?? current.Metadata.Number("deletionGracePeriodSeconds")
            ?? current.Spec.Number("terminationGracePeriodSeconds")
            ?? DefaultGracePeriod;
    }

    /// <summary>Creates a conflict. Messages about preconditions name the kind; those of other conflicts name the resource type.</summary>
    private static StatusException CreateConflict(ResourceKind kind, KubeObject current, string message)
    {
        var name = kind.Group.Length == 0 ? kind.Kind : $"{kind.Kind}.{kind.Group}";
        var details = new JsonObject { ["name"] = current.Name };
        if (kind.Group.Length > 0)
        {
            details["group"] = kind.Group;
        }

        details["kind"] = kind.Kind;
        return new StatusException(
            409,
            StatusReason.Conflict,
            $"Operation cannot be fulfilled on {name} \"{current.Name}\": {message}",
            details
        );
    }
}
