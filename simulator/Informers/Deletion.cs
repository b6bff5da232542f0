using Infra.Simulator.Api;

namespace Infra.Simulator.Informers;

/// <summary>Deletes what may be gone already.</summary>
internal static class Deletion
{
    /// <summary>Deletes the very object that was read; one that is gone, or has been replaced by a namesake, is as good as deleted.</summary>
    public static void DeleteIfThere(this IClusterClient client, ObjectView view, PropagationPolicy? propagation = null, long? gracePeriodSeconds = null)
    {
        try
        {
            client.Delete(
                view.Source.Resource, view.Namespace, view.Name,
                new DeleteOptions { Uid = view.Uid, Propagation = propagation, GracePeriodSeconds = gracePeriodSeconds });
        }
        catch (StatusException gone) when (gone.IsNotFound || gone.IsConflict)
        {
            // A conflict can only be about the UID: the one meant is gone.
        }
    }
}
