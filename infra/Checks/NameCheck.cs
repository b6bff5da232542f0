using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that names are valid in Kubernetes and leave room for the suffixes of derived names.</summary>
internal sealed class NameCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        CheckNamespace(review);
        if (review.Settings.LoadBalancing.Backend == LoadBalancer.Haproxy && review.ServiceNames.Contains(LoadBalancingSettings.Name))
        {
            review.Reject(
                SettingsPath.Root.Key("services").Key(LoadBalancingSettings.Name),
                "this name is reserved for the stack's load balancer",
                "rename the service"
            );
        }

        CheckGroups(review, "deployers", review.Settings.Access.Deployers);
        CheckGroups(review, "viewers", review.Settings.Access.Viewers);
        foreach (var service in review.Services())
        {
            if (service.Settings.Owner is { } owner && !KubernetesNames.IsLabelValue(owner))
            {
                service.Reject(
                    service.At("owner"),
                    $"'{owner}' is not a valid label value",
                    "use at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends"
                );
            }

            if (service.Name.Length > KubernetesNames.LabelLength)
            {
                // The binding has rejected it.
                continue;
            }

            if (service.Settings.Kind == ServiceKind.Cron && service.Name.Length > DerivedNames.OwnerLength)
            {
                service.Reject(
                    service.Path,
                    $"the name has {service.Name.Length} characters; the Jobs of a cron service add 11, and 63 are allowed",
                    $"shorten it to {DerivedNames.OwnerLength}"
                );
            }

            if (service.Settings.Kind == ServiceKind.Stateful && service.Name.Length > DerivedNames.OwnerLength)
            {
                service.Reject(
                    service.Path,
                    $"the name has {service.Name.Length} characters; the revisions of a stateful service add 11, and 63 are allowed",
                    $"shorten it to {DerivedNames.OwnerLength}"
                );
            }
        }
    }

    private static void CheckGroups(SettingsReview review, string setting, IReadOnlyList<string> groups)
    {
        for (var i = 0; i < groups.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(groups[i]))
            {
                review.Reject(
                    SettingsPath.Root.Key("access").Key(setting).Item(i),
                    "the name of the group is empty",
                    "write the name of a group of the cluster's authentication, such as team-platform"
                );
            }
        }
    }

    private static void CheckNamespace(SettingsReview review)
    {
        var instance = $"{review.Settings.Name}-{review.Stack}";
        if (instance.Length > KubernetesNames.LabelLength)
        {
            review.Reject(
                SettingsPath.Root.Key("name"),
                $"with the stack's name it becomes the label value '{instance}' of {instance.Length} characters, and {KubernetesNames.LabelLength} are allowed",
                "shorten one of the two"
            );
        }

        // The length of the name has been reported.
        var isTooLong = review.Settings.Name.Length > KubernetesNames.LabelLength;
        if (review.Settings.Namespace is null && isTooLong)
        {
            return;
        }

        if (review.Settings.Namespace is not null && !isTooLong && !KubernetesNames.IsLabel(review.Settings.Name))
        {
            review.Reject(
                SettingsPath.Root.Key("name"),
                $"'{review.Settings.Name}' is not a valid prefix of names in Kubernetes",
                $"write '{KubernetesNames.ToLabel(review.Settings.Name)}'"
            );
        }

        var name = review.Settings.NamespaceOrDefault();
        if (name == "default" || name.StartsWith("kube-", StringComparison.Ordinal))
        {
            review.Reject(
                SettingsPath.Root.Key(review.Settings.Namespace is null ? "name" : "namespace"),
                $"the namespace '{name}' belongs to Kubernetes",
                "choose one for this system only, which is created and deleted with it"
            );
        }
        else if (!KubernetesNames.IsLabel(name))
        {
            review.Reject(
                SettingsPath.Root.Key(review.Settings.Namespace is null ? "name" : "namespace"),
                $"'{name}' is not a valid name of a namespace",
                $"write '{KubernetesNames.ToLabel(name)}'"
            );
        }
        else if (
            review.Settings.Monitoring.Mode != MonitoringMode.Off
            && DerivedNames.AgentsNamespace(name) is var agents
            && agents.Length > KubernetesNames.LabelLength
        )
        {
            review.Reject(
                SettingsPath.Root.Key(review.Settings.Namespace is null ? "name" : "namespace"),
                $"the namespace of its monitoring would be '{agents}', which has {agents.Length} characters, and {KubernetesNames.LabelLength} are allowed",
                $"shorten it to {name.Length + KubernetesNames.LabelLength - agents.Length}, or write 'monitoring: off'"
            );
        }
    }
}
