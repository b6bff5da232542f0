using Infra.Kubernetes;

namespace Infra.Engine.Registries;

/// <summary>The names of registries.</summary>
internal static class RegistryHosts
{
    /// <summary>Docker Hub's name in image names.</summary>
    private const string DockerHub = "docker.io";

    /// <summary>The key of Docker Hub in docker's configuration.</summary>
    private const string DockerHubKey = "https://index.docker.io/v1/";

    private const string DockerHubApi = "registry-1.docker.io";

    /// <summary>Writes an address as image names have it: without a scheme and path, Docker Hub as <c>docker.io</c>.</summary>
    public static string Normalize(string address)
    {
        var separator = address.IndexOf("://", StringComparison.Ordinal);
        var host = (separator < 0 ? address : address[(separator + 3)..]).Split('/')[0];
        return host is "index.docker.io" or DockerHubApi or "" ? DockerHub : host;
    }

    /// <summary>The host of a registry's API.</summary>
    public static string ApiHost(string registry) => registry == DockerHub ? DockerHubApi : registry;

    /// <summary>The registry of an image.</summary>
    public static string Of(ImageReference image) => Normalize(image.Registry ?? DockerHub);

    /// <summary>The key of a registry in docker's configuration.</summary>
    public static string ConfigurationKey(string host) => host == DockerHub ? DockerHubKey : host;
}
