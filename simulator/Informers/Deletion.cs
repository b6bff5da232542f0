using Infra.Simulator.Api;

namespace Infra.Simulator.Informers;

/// <summary>Deletes objects that may no longer exist.</summary>
internal static class Deletion
{
    /// <summary>
    /// Deletes an object by name and UID. An object that no longer exists, or whose name belongs to another one now, counts as deleted.
    /// </summary>
    public static void DeleteIfExists(
        this IClusterClient client,
        ObjectView view,
        PropagationPolicy? propagation = null,
        long? gracePeriodSeconds = null
    )
    {
        try
        {
            client.Delete(
                view.Source.Resource,
                view.Namespace,
                view.Name,
                new DeleteOptions
                {
                    Uid = view.Uid,
                    Propagation = propagation,
                    GracePeriodSeconds = gracePeriodSeconds,
                }
            );
        }
        catch (StatusException refused) when (refused.IsNotFound || refused.IsConflict)
        {
            // Only the UID can conflict: another object has the name now.
        }
    }
}
