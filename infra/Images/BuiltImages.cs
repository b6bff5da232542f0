using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Kubernetes;
using Pulumi;
using Pulumi.Docker;
using Pulumi.Docker.Inputs;

namespace Infra.Backend.Images;

/// <summary>The images that the stack builds, once for all of its clusters.</summary>
internal sealed class BuiltImages
{
    private readonly ImmutableDictionary<ImageReference, Output<string>> _images;

    private BuiltImages(ImmutableDictionary<ImageReference, Output<string>> images) => _images = images;

    /// <summary>For containers whose images all come from registries.</summary>
    public static BuiltImages None { get; } = new(ImmutableDictionary<ImageReference, Output<string>>.Empty);

    /// <summary>Declares the images.</summary>
    /// <param name="builds">The builds.</param>
    /// <param name="registry">The registry's credentials; null for those of the docker command.</param>
    /// <param name="projectFolder">The project's folder, from the one to which Pulumi's providers resolve paths.</param>
    public static BuiltImages Create(IEnumerable<ImageBuild> builds, BuildRegistrySettings? registry, string projectFolder) =>
        new(
            builds
                .DistinctBy(build => build.Image)
                .ToImmutableDictionary(build => build.Image, build => Declare(build, registry, projectFolder))
        );

    /// <summary>A container's <c>image</c>: with the digest, known after the build, or as planned if the image is not built.</summary>
    public Input<string> Find(ImageReference image) => _images.TryGetValue(image, out var built) ? built : image.ToString();

    private static Output<string> Declare(ImageBuild build, BuildRegistrySettings? registry, string projectFolder)
    {
        var name = build.Image.ToString();
        var args = new ImageArgs { ImageName = name, Build = DescribeBuild(build.Settings, projectFolder) };
        if (registry is { Username: { } user, Password: { } password } && registry.Registry.Split('/')[0] == build.Image.Registry)
        {
            args.Registry = new RegistryArgs
            {
                Server = build.Image.Registry,
                Username = user,
                Password = Output.CreateSecret(password.Value),
            };
        }

        return new Image(build.Name, args).RepoDigest.Apply(digest =>
        {
            if (!string.IsNullOrEmpty(digest))
            {
                return digest;
            }

            Log.Warn($"{name} has no digest here, since it was not built or its registry names none: its containers have the tag.");
            return name;
        });
    }

    private static DockerBuildArgs DescribeBuild(BuildSettings build, string projectFolder)
    {
        var args = new DockerBuildArgs { Context = Combine(projectFolder, build.Folder), Dockerfile = Combine(projectFolder, build.File) };
        foreach (var (key, value) in build.Args)
        {
            args.Args.Add(key, value.Value);
        }

        if (build.Target is { } target)
        {
            args.Target = target;
        }

        if (build.Platform is { } platform)
        {
            args.Platform = platform;
        }

        if (!build.CacheFrom.IsEmpty)
        {
            args.CacheFrom = new CacheFromArgs { Images = build.CacheFrom.Select(image => image.ToString()).ToArray() };
        }

        return args;
    }

    private static string Combine(string folder, string path) => folder is "." ? path : Path.Combine(folder, path);
}
