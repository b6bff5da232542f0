using System.Globalization;
using System.Text;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.K3s;

/// <summary>Writes the <c>registries.yaml</c> of the nodes.</summary>
internal static class K3sRegistries
{
    /// <summary>The file with the authority of the registry's certificate.</summary>
    public const string AuthorityFile = "/etc/rancher/k3s/registry-ca.crt";

    public static string? Write(ClusterRegistrySettings? registry)
    {
        if (registry is null)
        {
            return null;
        }

        var (host, path) = Split(registry.Host);
        var text = new StringBuilder();
        var endpoint = $"    endpoint:\n      - {Quote($"{(registry.PlainHttp ? "http" : "https")}://{host}")}\n";

        // Images that name the registry itself are there without the path in front of theirs.
        text.Append(CultureInfo.InvariantCulture, $"mirrors:\n  {Quote(host)}:\n{endpoint}  \"*\":\n{endpoint}");
        if (path.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"    rewrite:\n      \"^(.*)$\": {Quote($"{path}/$1")}\n");
        }

        if (registry is { Username: null, Authority: null })
        {
            return text.ToString();
        }

        text.Append(CultureInfo.InvariantCulture, $"configs:\n  {Quote(host)}:\n");
        if (registry is { Username: { } user, Password: { } password })
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"    auth:\n      username: {Quote(user)}\n      password: {Quote(password.Value)}\n"
            );
        }

        if (registry.Authority is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"    tls:\n      ca_file: {Quote(AuthorityFile)}\n");
        }

        return text.ToString();
    }

    /// <summary>The host and the path of a registry.</summary>
    public static (string Host, string Path) Split(string registry) =>
        registry.Split('/', 2) is [var host, var path] ? (host, path.Trim('/')) : (registry, "");

    private static string Quote(string text) => K3sConfigFile.Quote(text);
}
