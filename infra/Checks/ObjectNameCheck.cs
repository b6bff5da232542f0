using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that the names of objects of the same kind are different, and not too long for their kind.</summary>
internal sealed class ObjectNameCheck : ISettingsCheck
{
    /// <summary>The kind whose names are DNS labels (RFC 1035); most other names may have 253 characters.</summary>
    private const string Service = "Service";

    public void Check(SettingsReview review)
    {
        var owners = new Dictionary<(string Kind, string Name), string>
        {
            [("NetworkPolicy", ObjectNames.DenyPolicy)] = "the namespace itself",
            [("NetworkPolicy", ObjectNames.DnsPolicy)] = "the namespace itself",
        };

        ClaimAccess(review.Settings.Access, owners);

        // Services claim their own names first, so that errors are reported at derived names.
        foreach (var service in review.Services())
        {
            foreach (var kind in KindsNamedAfter(service.Settings))
            {
                Claim(service, service.Path, kind, service.Name, $"'{service.Name}'");
            }
        }

        foreach (var service in review.Services())
        {
            foreach (var (kind, name, at) in DerivedNames(service))
            {
                Claim(service, at, kind, name, $"'{service.Name}'");
            }
        }

        void Claim(ServiceUnderReview service, SettingsPath at, string kind, string name, string owner)
        {
            if (!owners.TryAdd((kind, name), owner))
            {
                service.Reject(
                    at,
                    $"its {kind} would be named '{name}', and {owners[(kind, name)]} already has one of that name",
                    "rename one of the two"
                );
            }
            else if (kind == Service && name.Length > KubernetesNames.LabelLength)
            {
                service.Reject(
                    at,
                    $"its Service would be named '{name}', which has {name.Length} characters, and {KubernetesNames.LabelLength} are allowed",
                    $"shorten it by {name.Length - KubernetesNames.LabelLength}"
                );
            }
        }
    }

    private static void ClaimAccess(AccessSettings access, Dictionary<(string Kind, string Name), string> owners)
    {
        if (!access.Deployers.IsEmpty)
        {
            owners[("Role", ObjectNames.Deployers)] = "the setting 'access.deployers'";
            owners[("RoleBinding", ObjectNames.Deployers)] = "the setting 'access.deployers'";
        }

        if (!access.Viewers.IsEmpty)
        {
            owners[("RoleBinding", ObjectNames.Viewers)] = "the setting 'access.viewers'";
        }
    }

    private static IEnumerable<string> KindsNamedAfter(ServiceSettings service)
    {
        (string Kind, bool Exists)[] kinds =
        [
            ("NetworkPolicy", true),
            ("ServiceAccount", service.ServiceAccount.Existing is null),
            ("Role", !service.ServiceAccount.Rules.IsEmpty),
            ("RoleBinding", !service.ServiceAccount.Rules.IsEmpty),
            (Service, service.HasPorts),
            ("ConfigMap", service.Calls.Length > 0 || service.Env.Values.Any(EnvironmentPlanner.IsConfigMapEntry)),
            ("Secret", service.Env.Values.Any(variable => variable.IsStoredSecret)),
            ("CronJob", service.Kind == ServiceKind.Cron),
        ];
        return kinds.Where(kind => kind.Exists).Select(kind => kind.Kind);
    }

    private static IEnumerable<(string Kind, string Name, SettingsPath At)> DerivedNames(ServiceUnderReview service)
    {
        var (name, settings) = (service.Name, service.Settings);
        var isBalanced = service.Review.Settings.LoadBalancing.Backend == LoadBalancer.Haproxy && !settings.Traffic.Hosts.IsEmpty;
        if (settings.Kind == ServiceKind.Stateful || isBalanced)
        {
            yield return (Service, ObjectNames.PodService(name), service.Path);
        }

        var singleFiles = settings.Files.Values.Where(file => file.Folder is null);
        foreach (var isSecret in singleFiles.Select(file => file.IsSecret).Distinct())
        {
            yield return (isSecret ? "Secret" : "ConfigMap", ObjectNames.Files(name), service.At("files"));
        }

        foreach (var (path, folder) in settings.Files.Where(file => file.Value.Folder is not null))
        {
            yield return (folder.IsSecret ? "Secret" : "ConfigMap", ObjectNames.Folder(name, path), service.At("files", path));
        }

        if (settings.Init.Concat(settings.Sidecars).Any(container => container.Value.Env.Values.Any(variable => variable.IsStoredSecret)))
        {
            yield return ("Secret", ObjectNames.ContainerSecrets(name), service.Path);
        }

        var sharedVolumes = settings.Volumes.Where(volume =>
            volume.Value.Kind == VolumeKind.Persistent && settings.Kind != ServiceKind.Stateful
        );
        foreach (var volume in sharedVolumes)
        {
            yield return ("PersistentVolumeClaim", ObjectNames.Claim(name, volume.Key), service.At("volumes", volume.Key));
        }

        if (settings.Metrics is not null && service.Review.Settings.Monitoring.Mode != MonitoringMode.Off)
        {
            yield return ("NetworkPolicy", ObjectNames.MetricsPolicy(name), service.At("metrics"));
        }

        if (settings.Scaling is { Schedule.Count: > 0 } scaling)
        {
            var at = service.At("scaling", "schedule");
            yield return ("ServiceAccount", ObjectNames.ScheduledMinimum(name), at);
            yield return ("Role", ObjectNames.ScheduledMinimum(name), at);
            yield return ("RoleBinding", ObjectNames.ScheduledMinimum(name), at);
            yield return ("NetworkPolicy", ObjectNames.ScheduledMinimum(name), at);
            foreach (var minimum in scaling.Schedule.Keys)
            {
                yield return ("CronJob", ObjectNames.ScheduledMinimum(name, minimum), at.Key(minimum));
            }
        }
    }
}
