using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Names fit Kubernetes' lengths once the controllers have added theirs.</summary>
internal sealed class NameCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        CheckNamespace(review);
        if (review.Settings.LoadBalancing.Backend == LoadBalancer.Haproxy && review.ServiceNames.Contains(LoadBalancingSettings.Name))
        {
            review.Reject(SettingsPath.Root.Key("services").Key(LoadBalancingSettings.Name), "the stack's load balancer has this name", "call the service something else");
        }

        CheckGroups(review, "deployers", review.Settings.Access.Deployers);
        CheckGroups(review, "viewers", review.Settings.Access.Viewers);
        foreach (var service in review.Services())
        {
            if (service.Settings.Owner is { } owner && !KubernetesNames.IsLabelValue(owner))
            {
                service.Reject(service.At("owner"), $"'{owner}' cannot be the value of a label", "write letters, digits, '-', '_' and '.', at most 63, letters or digits at both ends");
            }

            if (service.Settings.Kind == ServiceKind.Cron && service.Name.Length > ObjectNames.OwnerLength)
            {
                service.Reject(service.Path, $"the name has {service.Name.Length} characters, and the Jobs of a cron service add 11 of the 63 a name may have", $"shorten it to {ObjectNames.OwnerLength}");
            }

            if (service.Settings.Kind == ServiceKind.Stateful && service.Name.Length > ObjectNames.OwnerLength)
            {
                service.Reject(service.Path, $"the name has {service.Name.Length} characters, and the revisions of a stateful service add 11 of the 63 a label may have", $"shorten it to {ObjectNames.OwnerLength}");
            }
        }
    }

    private static void CheckGroups(SettingsReview review, string setting, IReadOnlyList<string> groups)
    {
        for (var i = 0; i < groups.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(groups[i]))
            {
                review.Reject(SettingsPath.Root.Key("access").Key(setting).Item(i), "the group has no name", "write it as the cluster's authentication knows it, such as team-platform");
            }
        }
    }

    private static void CheckNamespace(SettingsReview review)
    {
        var instance = $"{review.Settings.Name}-{review.Stack}";
        if (instance.Length > KubernetesNames.LabelLength)
        {
            review.Reject(SettingsPath.Root.Key("name"), $"with the stack's name it becomes the label '{instance}' of {instance.Length} characters, and a label has at most {KubernetesNames.LabelLength}", "shorten one of the two");
        }

        if (review.Settings.Namespace is not null && !KubernetesNames.IsLabel(review.Settings.Name))
        {
            review.Reject(SettingsPath.Root.Key("name"), $"'{review.Settings.Name}' cannot begin the name of a Kubernetes object", $"write '{KubernetesNames.ToLabel(review.Settings.Name)}'");
        }

        var name = review.Settings.NamespaceOrDefault();
        if (name == "default" || name.StartsWith("kube-", StringComparison.Ordinal))
        {
            review.Reject(SettingsPath.Root.Key(review.Settings.Namespace is null ? "name" : "namespace"), $"the namespace '{name}' is Kubernetes' own", "choose one for this system alone, which is made, bounded and deleted with it");
        }
        else if (!KubernetesNames.IsLabel(name))
        {
            review.Reject(SettingsPath.Root.Key(review.Settings.Namespace is null ? "name" : "namespace"), $"'{name}' cannot name a namespace", $"write '{KubernetesNames.ToLabel(name)}'");
        }
        else if (review.Settings.Monitoring.Mode != MonitoringMode.Off && ObjectNames.AgentsNamespace(name) is var agents && agents.Length > KubernetesNames.LabelLength)
        {
            review.Reject(
                SettingsPath.Root.Key(review.Settings.Namespace is null ? "name" : "namespace"),
                $"its monitoring lives in '{agents}', which has {agents.Length} characters, and a namespace's name may have {KubernetesNames.LabelLength}",
                $"shorten it to {name.Length + KubernetesNames.LabelLength - agents.Length}, or write 'monitoring: off'");
        }
    }
}
