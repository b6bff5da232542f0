using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Utilities;

namespace Infra.Backend.Images;

/// <summary>
/// An image that the .NET SDK builds from a project and pushes. The stack's outputs keep the hash of the sources and the digest: with the
/// same sources nothing is built. A preview builds nothing, so that the digest of changed sources is unknown.
/// </summary>
internal sealed class ProjectImage : ComponentResource
{
    private const string SourcesKey = "sources";
    private const string ImageKey = "image";

    /// <summary>Declares an image.</summary>
    /// <param name="build">The build.</param>
    /// <param name="sources">The hash of the sources.</param>
    /// <param name="former">The images at the end of the last update, as in the stack's outputs; null if there are none.</param>
    /// <param name="publisher">Builds the image.</param>
    /// <param name="credentials">The registry's credentials; null for those of the docker command.</param>
    public ProjectImage(
        ImageBuild build,
        string sources,
        Output<object?> former,
        IProjectPublisher publisher,
        BuildRegistrySettings? credentials
    )
        : base("infra:images:ProjectImage", build.Name)
    {
        Reference = former.Apply(images =>
            Find(images, build.Name, sources) is { } known ? Output.Create(known) : Build(build, publisher, credentials)
        );
        Record = Reference.Apply(reference => ImmutableDictionary<string, string>.Empty.Add(SourcesKey, sources).Add(ImageKey, reference));
        RegisterOutputs(new Dictionary<string, object?> { [ImageKey] = Reference });
    }

    /// <summary>The image with its digest.</summary>
    public Output<string> Reference { get; }

    /// <summary>What the next update has to know, for the stack's outputs.</summary>
    public Output<ImmutableDictionary<string, string>> Record { get; }

    private static string? Find(object? images, string name, string sources) =>
        images is ImmutableDictionary<string, object> all
        && all.GetValueOrDefault(name) is ImmutableDictionary<string, object> record
        && record.GetValueOrDefault(SourcesKey) is string known
        && known == sources
            ? record.GetValueOrDefault(ImageKey) as string
            : null;

    private static Output<string> Build(ImageBuild build, IProjectPublisher publisher, BuildRegistrySettings? credentials)
    {
        if (Deployment.Instance.IsDryRun)
        {
            Log.Info($"{build.Image} would be built from {build.Settings.File}.");
            return OutputUtilities.CreateUnknown("");
        }

        return Output.Create(PublishAsync(build, publisher, credentials));
    }

    private static async Task<string> PublishAsync(ImageBuild build, IProjectPublisher publisher, BuildRegistrySettings? credentials) =>
        $"{build.Image with { Tag = null }}@{await publisher.PublishAsync(build, credentials)}";
}
