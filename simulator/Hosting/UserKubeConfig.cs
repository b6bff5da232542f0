using System.Security.Cryptography;
using System.Text;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Hosting;

/// <summary>Kubeconfigs of users other than the administrator, who identify themselves by a client certificate.</summary>
public static class UserKubeConfig
{
    private const int MaxLength = 64;
    private const int HashLength = 8;
    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(365);

    /// <summary>Writes the kubeconfig of a user into the directory of a cluster that has been started before.</summary>
    /// <param name="directory">The cluster's directory.</param>
    /// <param name="clusterName">The cluster's name.</param>
    /// <param name="user">The user's name.</param>
    /// <param name="groups">The user's groups.</param>
    /// <param name="time">The clock from which the certificate is valid.</param>
    /// <returns>The path of the file, which only its owner can read.</returns>
    public static string Write(string directory, string clusterName, string user, IEnumerable<string> groups, TimeProvider time)
    {
        var certificates = ServerCertificates.LoadOrCreate(directory, time);
        var server = new UriBuilder("https", "127.0.0.1", ClusterSettings.LoadOrCreate(directory).Port).Uri;
        var (certificate, key) = new ClientCertificates(certificates.Authority, time).Issue(user, groups, _lifetime);
        var path = Path.Combine(directory, $"kubeconfig-{GetFileName(user)}");
        PrivateFile.Write(path, KubeConfig.Create(clusterName, server, certificates.AuthorityPem, certificate, key));
        return path;
    }

    /// <summary>A name that no other user's file has.</summary>
    private static string GetFileName(string user)
    {
        var name = string.Concat(user.Take(MaxLength).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        return name == user ? name : $"{name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user)))[..HashLength]}";
    }
}
