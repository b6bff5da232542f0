using Infra.Settings.Binding;

namespace Infra.Settings.Checks;

/// <summary>The stack says where it lands.</summary>
internal sealed class ClusterCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        var at = SettingsPath.Root.Key("cluster");
        if (review.Settings.Cluster is null)
        {
            review.Reject(at, "the stack does not say which cluster it lands on", "write 'infra:cluster: {kind: simulated}', or '{kind: existing, context: <context of the kubeconfig>}', in the stack's file");
        }
    }
}
