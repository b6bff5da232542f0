using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Planning;

/// <summary>An image of a service that an update builds and pushes.</summary>
/// <param name="Name">A name of the build: the service's, and the container's after a dot.</param>
/// <param name="Image">The name that the image is pushed with, its tag included.</param>
/// <param name="Settings">The sources.</param>
internal sealed record ImageBuild(string Name, ImageReference Image, BuildSettings Settings)
{
    /// <summary>The builds of a service's containers.</summary>
    public static IEnumerable<ImageBuild> Find(string service, ServiceSettings settings, ImageDefaults defaults) =>
        settings
            .Init.Concat(settings.Sidecars)
            .Select(container => (Name: $"{service}.{container.Key}", container.Value.Image))
            .Prepend((Name: service, settings.Image))
            .Where(container => container.Image.Build is not null)
            .Select(container => new ImageBuild(container.Name, container.Image.Resolve(defaults), container.Image.Build!));
}
