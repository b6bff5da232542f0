using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks the stack's volumes, and the access modes of claims that several pods share: volumes of the stack and existing claims.
/// </summary>
internal sealed class SharedVolumeCheck : ISettingsCheck
{
    private static readonly SettingsPath Setting = SettingsPath.Root.Key("volumes");

    public void Check(SettingsReview review)
    {
        foreach (var (name, volume) in review.Settings.Volumes)
        {
            CheckSize(review, Setting.Key(name), volume);
            CheckUsers(review, name, volume);
        }

        foreach (var service in review.Services())
        {
            foreach (var (name, volume) in service.Settings.Volumes)
            {
                if (volume is { Kind: VolumeKind.Claim, Access: { } access })
                {
                    CheckPods(service, name, access, service.At("volumes", name, "access"));
                }
            }
        }
    }

    private static void CheckSize(SettingsReview review, SettingsPath at, StackVolumeSettings volume)
    {
        if (volume.Size.IsNegative || volume.Size.IsZero || !volume.Size.IsWhole)
        {
            review.Reject(at.Key("size"), $"{volume.Size} is not a valid size", "write bytes as 10Gi");
        }
    }

    private static void CheckUsers(SettingsReview review, string name, StackVolumeSettings volume)
    {
        (ServiceUnderReview Service, string Volume)[] users =
        [
            .. from service in review.Services()
            from mounted in service.Settings.Volumes
            where mounted.Value is { Kind: VolumeKind.Shared } && mounted.Value.From == name
            select (service, mounted.Key),
        ];
        if (users.Length == 0)
        {
            review.Warn(
                Setting.Key(name),
                "no service mounts this volume",
                $"add 'volumes: {{{name}: {{mount: <path>, kind: shared, from: {name}}}}}' to a service, or remove it"
            );
        }

        foreach (var (service, mounted) in users)
        {
            CheckPods(service, mounted, volume.Access, Setting.Key(name).Key("access"));
        }

        if (users.Select(user => user.Service.Name).Distinct().Count() < 2 || !VolumePlanner.IsExclusive(volume.Access))
        {
            return;
        }

        var (access, services) = (Setting.Key(name).Key("access"), string.Join(", ", users.Select(user => $"'{user.Service.Name}'")));
        if (volume.Access == VolumeAccess.ReadWriteOncePod)
        {
            review.Reject(access, $"one pod can mount this volume, and {services} do", "write 'access: readWriteMany'");
        }
        else
        {
            review.Warn(
                access,
                $"the pods of {services} share this volume, so that all of them must run on one node",
                "write 'access: readWriteMany' and a storage class that supports it, or 'placement: {near: […]}' at the services"
            );
        }
    }

    private static void CheckPods(ServiceUnderReview service, string volume, VolumeAccess access, SettingsPath at)
    {
        var hasSeveral =
            VolumeCheck.HasSeveralPods(service.Settings) || service.Settings is { Kind: ServiceKind.Stateful, Replicas: null or > 1 };
        if (hasSeveral && VolumePlanner.IsExclusive(access))
        {
            service.Reject(
                at,
                $"several pods of '{service.Name}' share this volume, and only {Who(access)} can mount it",
                "write 'access: readWriteMany' and a storage class that supports it, or 'replicas: 1' at the service",
                at,
                service.At("replicas"),
                service.At("scaling"),
                service.At("kind"),
                service.At("volumes", volume)
            );
        }
    }

    private static string Who(VolumeAccess access) => access == VolumeAccess.ReadWriteOncePod ? "one pod" : "the pods of one node";
}
