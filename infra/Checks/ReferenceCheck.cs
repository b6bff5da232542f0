using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks the names of objects outside the stack: Secrets, classes and registries.</summary>
internal sealed class ReferenceCheck : ISettingsCheck
{
    private static readonly SettingsPath Root = SettingsPath.Root;

    public void Check(SettingsReview review)
    {
        var settings = review.Settings;
        CheckRegistry(review, Root.Key("images").Key("registry"), settings.Images.Registry);
        CheckRegistry(review, Root.Key("images").Key("builds").Key("registry"), settings.Images.Builds?.Registry);
        for (var i = 0; i < settings.Images.PullSecrets.Length; i++)
        {
            CheckName(review, Root.Key("images").Key("pullSecrets").Item(i), settings.Images.PullSecrets[i], "a Secret");
        }

        CheckName(review, Root.Key("loadBalancing").Key("tlsSecret"), settings.LoadBalancing.TlsSecret, "a Secret");
        CheckName(review, Root.Key("loadBalancing").Key("gatewayClass"), settings.LoadBalancing.GatewayClass, "a GatewayClass");
        CheckName(review, Root.Key("loadBalancing").Key("ingressClass"), settings.LoadBalancing.IngressClass, "an IngressClass");
        foreach (var (host, secret) in settings.LoadBalancing.Tls)
        {
            CheckName(review, Root.Key("loadBalancing").Key("tls").Key(host), secret, "a Secret");
        }

        CheckName(review, Root.Key("monitoring").Key("storageClass"), settings.Monitoring.StorageClass, "a StorageClass");
        foreach (var (name, volume) in settings.Volumes)
        {
            CheckName(review, Root.Key("volumes").Key(name).Key("storageClass"), volume.StorageClass, "a StorageClass");
        }

        foreach (var service in review.Services())
        {
            if (service.At("image", "registry") is var at && review.IsWritten(at))
            {
                CheckRegistry(review, at, service.Settings.Image.Registry);
            }

            foreach (var (name, volume) in service.Settings.Volumes)
            {
                if (volume.Kind is VolumeKind.Secret or VolumeKind.ConfigMap or VolumeKind.Claim)
                {
                    CheckName(review, service.At("volumes", name, "from"), volume.From, KindOf(volume.Kind));
                }

                CheckName(review, service.At("volumes", name, "nodePublishSecret"), volume.NodePublishSecret, "a Secret");
                CheckName(review, service.At("volumes", name, "storageClass"), volume.StorageClass, "a StorageClass");
            }
        }
    }

    /// <summary>Checks the name of an object outside the stack, whose kind is given with its article.</summary>
    internal static void CheckName(SettingsReview review, SettingsPath at, string? name, string kind)
    {
        if (name is not null && !KubernetesNames.IsSubdomain(name))
        {
            review.Reject(
                at,
                $"'{name}' is not a valid name of {kind}",
                "use lower-case letters, digits, '-' and '.', with a letter or digit at both ends"
            );
        }
    }

    private static string KindOf(VolumeKind kind) =>
        kind switch
        {
            VolumeKind.Secret => "a Secret",
            VolumeKind.ConfigMap => "a ConfigMap",
            _ => "a PersistentVolumeClaim",
        };

    private static void CheckRegistry(SettingsReview review, SettingsPath at, string? registry)
    {
        if (registry is not null && !IsRegistry(registry))
        {
            review.Reject(
                at,
                $"'{registry}' is not a valid registry",
                "write a host in lower case, optionally with port and path, without scheme, such as mirror.example.com:5000"
            );
        }
    }

    private static bool IsRegistry(string registry) =>
        Uri.TryCreate($"https://{registry}", UriKind.Absolute, out var uri)
        && $"{uri.Authority}{uri.AbsolutePath.TrimEnd('/')}" == registry;
}
