using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Checks.K3s;

/// <summary>Checks how a cluster is reached and what it reaches: its load balancer and its registry.</summary>
internal sealed class K3sAccessCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var cluster in K3sClusters.Find(review))
        {
            CheckBalancer(review, cluster);
            if (cluster.Settings.Registry is { } registry)
            {
                CheckRegistry(review, cluster.Path.Key("registry"), registry);
            }
        }
    }

    private static void CheckBalancer(SettingsReview review, TargetCluster cluster)
    {
        var (at, settings, balancer) = (cluster.Path.Key("loadBalancer"), cluster.Settings, cluster.Settings.LoadBalancer);
        if (!IPAddress.TryParse(balancer.Address, out _))
        {
            review.Reject(at.Key("address"), $"'{balancer.Address}' is not an IP address", "write one of the machine's, such as 127.0.0.1");
        }

        if (balancer.Kind == ClusterBalancerKind.None && (balancer.Http ?? balancer.Https) is not null)
        {
            review.Reject(
                at.Key(balancer.Http is null ? "https" : "http"),
                "there is no load balancer to publish it",
                "remove it, or 'kind: none'"
            );
        }

        if (
            new[] { balancer.Port, balancer.Http, balancer.Https }
                .OfType<int>()
                .GroupBy(port => port)
                .FirstOrDefault(port => port.Count() > 1) is
            { Key: var twice }
        )
        {
            review.Reject(at, $"port {twice} is published twice", "write different ports");
        }

        CheckEngine(review, at, settings);
    }

    private static void CheckEngine(SettingsReview review, SettingsPath at, ClusterSettings settings)
    {
        var balancer = settings.LoadBalancer;
        if (balancer.Engine is not { } engine)
        {
            return;
        }

        if (settings.Hosts.IsEmpty)
        {
            review.Reject(
                at.Key("engine"),
                "the nodes are on the local Docker engine, and so is what reaches them",
                "remove it, or write the 'hosts' of the nodes"
            );
        }
        else if (!K3sHostCheck.IsEngine(engine))
        {
            review.Reject(at.Key("engine"), $"'{engine}' is not the address of a Docker engine", "write it as ssh://root@10.0.0.5");
        }
        else if (K3sAddresses.IsLoopback(balancer.Address) || (K3sAddresses.IsAny(balancer.Address) && settings.TlsNames.IsEmpty))
        {
            review.Reject(
                at.Key("address"),
                $"{balancer.Address} on the machine of the load balancer is not reachable from here",
                "write that machine's address, or 0.0.0.0 and its name in 'tlsNames'"
            );
        }
    }

    private static void CheckRegistry(SettingsReview review, SettingsPath at, ClusterRegistrySettings registry)
    {
        if (
            !ImageReference.TryParse($"{registry.Host}/image", out var image)
            || image.Registry is null
            || image.Name != $"{registry.Host}/image"
        )
        {
            review.Reject(
                at,
                $"'{registry.Host}' is not a registry",
                "write a host, such as mirror.example.com or mirror.example.com:5000/k8s"
            );
        }

        WrittenCredentials.RequirePair(review, at, registry.Username, registry.Password, "write both, or neither");
        WrittenCredentials.WarnOfPlainText(review, at.Key("password"), registry.Password);
        if (registry.Authority is { } authority && !IsCertificate(authority))
        {
            review.Reject(
                at.Key("authority"),
                "this is not a certificate in PEM",
                "write the text of the file that begins with -----BEGIN CERTIFICATE-----"
            );
        }
    }

    private static bool IsCertificate(string text)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(text);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
