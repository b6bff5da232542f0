using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>The address and credentials for one cluster and user.</summary>
internal sealed record ClusterConnection
{
    /// <summary>The address of the API server, with a final slash.</summary>
    public required Uri Server { get; init; }

    /// <summary>The context and kubeconfig of the connection, for messages.</summary>
    public required string Origin { get; init; }

    /// <summary>The certificate authorities to trust; null for the system's.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    public bool SkipTlsVerify { get; init; }

    /// <summary>The name to expect in the server's certificate; null for the host of the address.</summary>
    public string? TlsServerName { get; init; }

    public X509Certificate2? ClientCertificate { get; init; }

    public Uri? Proxy { get; init; }

    public required IRequestCredentials Credentials { get; init; }

    /// <summary>Creates the connection for a context of a kubeconfig.</summary>
    /// <exception cref="KubeconfigException">The kubeconfig names no cluster, or a credential cannot be read.</exception>
    public static ClusterConnection From(Kubeconfig kubeconfig, string? context, string? cluster, TimeProvider time)
    {
        var contextName = Choose(context, kubeconfig);
        var chosen = kubeconfig.Contexts[contextName];
        var clusterName = string.IsNullOrEmpty(cluster) ? chosen.Cluster : cluster;
        if (!kubeconfig.Clusters.TryGetValue(clusterName, out var target))
        {
            throw new KubeconfigException(
                $"{kubeconfig.Origin}: there is no cluster \"{clusterName}\"; there {List(kubeconfig.Clusters.Keys)}"
            );
        }

        if (!Uri.TryCreate(target.Server.TrimEnd('/') + "/", UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
        {
            throw new KubeconfigException($"{kubeconfig.Origin}: the server of cluster \"{clusterName}\" must be an http or https address");
        }

        if (!kubeconfig.Users.TryGetValue(chosen.User, out var user))
        {
            if (chosen.User.Length > 0)
            {
                throw new KubeconfigException(
                    $"{kubeconfig.Origin}: there is no user \"{chosen.User}\"; there {List(kubeconfig.Users.Keys)}"
                );
            }

            user = new KubeconfigUser();
        }

        return new ClusterConnection
        {
            Server = server,
            Origin = $"context \"{contextName}\" of {kubeconfig.Origin}",
            TrustedRoots = Roots(target),
            SkipTlsVerify = target.InsecureSkipTlsVerify,
            TlsServerName = target.TlsServerName,
            ClientCertificate = Certificate(user, chosen.User),
            Proxy = target.ProxyUrl is { } proxy ? new Uri(proxy) : null,
            Credentials = RequestCredentials.Create(user, chosen.User, time),
        };
    }

    private static string Choose(string? context, Kubeconfig kubeconfig)
    {
        if (kubeconfig.Contexts.Count == 0)
        {
            throw new KubeconfigException(
                kubeconfig.Origin.Length == 0
                    ? "no kubeconfig was found: set KUBECONFIG, or `kubernetes:kubeconfig` in the stack's configuration, or give the provider a kubeconfig"
                    : $"{kubeconfig.Origin} has no context"
            );
        }

        var name = FirstNotEmpty(context, kubeconfig.CurrentContext)
            ?? throw new KubeconfigException(
                $"{kubeconfig.Origin} has no current-context: choose one with `kubernetes:context`; there {List(kubeconfig.Contexts.Keys)}"
            );
        return kubeconfig.Contexts.ContainsKey(name)
            ? name
            : throw new KubeconfigException($"{kubeconfig.Origin}: there is no context \"{name}\"; there {List(kubeconfig.Contexts.Keys)}");
    }

    private static X509Certificate2Collection? Roots(KubeconfigCluster cluster)
    {
        var pem = cluster.CertificateAuthorityPem
            ?? (cluster.CertificateAuthorityFile is { } file ? ReadCredential(file, "certificate-authority") : null);
        if (pem is null)
        {
            return null;
        }

        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new KubeconfigException("the certificate authority in the kubeconfig is not a PEM certificate", e);
        }

        return roots.Count > 0
            ? roots
            : throw new KubeconfigException("the certificate authority in the kubeconfig contains no certificate");
    }

    private static X509Certificate2? Certificate(KubeconfigUser user, string name)
    {
        var certificate = user.ClientCertificatePem
            ?? (user.ClientCertificateFile is { } file ? ReadCredential(file, "client-certificate") : null);
        var key = user.ClientKeyPem ?? (user.ClientKeyFile is { } keyFile ? ReadCredential(keyFile, "client-key") : null);
        if (certificate is null && key is null)
        {
            return null;
        }

        if (certificate is null || key is null)
        {
            throw new KubeconfigException($"user \"{name}\" of the kubeconfig needs both a client certificate and its key");
        }

        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (CryptographicException e)
        {
            throw new KubeconfigException($"the client certificate of user \"{name}\" and its key are not a matching PEM pair", e);
        }
    }

    private static string ReadCredential(string path, string what)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"the {what} of the kubeconfig, {path}, cannot be read: {e.Message}", e);
        }
    }

    private static string? FirstNotEmpty(string? first, string? second) =>
        !string.IsNullOrEmpty(first) ? first
        : !string.IsNullOrEmpty(second) ? second
        : null;

    private static string List(IEnumerable<string> names)
    {
        var all = string.Join(", ", names.Order(StringComparer.Ordinal).Select(n => $"\"{n}\""));
        return all.Length == 0 ? "are none" : "are " + all;
    }
}
