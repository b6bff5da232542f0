using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi;

namespace Infra.Backend.Images;

/// <summary>Publishes .NET projects as images.</summary>
internal interface IProjectPublisher
{
    /// <summary>Builds the image and pushes it.</summary>
    /// <param name="build">The build.</param>
    /// <param name="credentials">The credentials of the registry; null for those of the docker command.</param>
    /// <returns>The digest of the image, such as <c>sha256:…</c>.</returns>
    /// <exception cref="RunException">The build or the push has failed.</exception>
    Task<string> PublishAsync(ImageBuild build, BuildRegistrySettings? credentials);
}
