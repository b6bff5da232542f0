using System.Net;
using Infra.Engine.Docker.Registries;
using Infra.Kubernetes;

namespace Infra.Engine.Images.Registries;

/// <summary>A repository of a registry.</summary>
/// <param name="Registry">The registry as image references name it.</param>
/// <param name="Path">The path within the registry.</param>
internal sealed record RepositoryName(string Registry, string Path)
{
    /// <summary>The repository of a normalized reference.</summary>
    public static RepositoryName Of(ImageReference image) => new(image.Registry!, image.Repository);

    /// <summary>The address of the registry's API.</summary>
    /// <param name="plainHttp">The registries that are called without TLS, besides those of this machine.</param>
    public Uri Address(IReadOnlySet<string> plainHttp) =>
        new($"{(plainHttp.Contains(Registry) || IsLoopback() ? "http" : "https")}://{RegistryHosts.ApiHost(Registry)}/");

    /// <inheritdoc/>
    public override string ToString() => $"{Registry}/{Path}";

    private bool IsLoopback()
    {
        var host = new Uri($"https://{Registry}/").Host.Trim('[', ']');
        return host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
