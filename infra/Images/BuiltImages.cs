using System.Collections.Immutable;
using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Kubernetes;
using Pulumi;
using Pulumi.Docker;
using Pulumi.Docker.Inputs;
using BuildRecords = System.Collections.Immutable.ImmutableDictionary<
    string,
    System.Collections.Immutable.ImmutableDictionary<string, string>
>;

namespace Infra.Backend.Images;

/// <summary>The images that the stack builds, once for all of its clusters.</summary>
internal sealed class BuiltImages
{
    /// <summary>The stack's output with the images of .NET projects.</summary>
    public const string OutputName = "builds";

    private readonly ImmutableDictionary<ImageReference, Output<string>> _images;

    private BuiltImages(ImmutableDictionary<ImageReference, Output<string>> images) => _images = images;

    /// <summary>The images of .NET projects by the names of their builds, for the stack's output; null if there are none.</summary>
    public Output<BuildRecords?> Records { get; private init; } = Output.Create((BuildRecords?)null);

    /// <summary>For containers whose images all come from registries.</summary>
    public static BuiltImages None { get; } = new(ImmutableDictionary<ImageReference, Output<string>>.Empty);

    /// <summary>Declares the images.</summary>
    /// <param name="builds">The builds.</param>
    /// <param name="registry">The registry's credentials; null for those of the docker command.</param>
    /// <param name="folders">The folders of the project and the program.</param>
    /// <param name="publisher">Builds the images of .NET projects; null to name them by their tags instead.</param>
    public static BuiltImages Create(
        IEnumerable<ImageBuild> builds,
        BuildRegistrySettings? registry,
        ProjectFolders folders,
        IProjectPublisher? publisher
    )
    {
        ImageBuild[] distinct = [.. builds.DistinctBy(build => build.Image)];
        var projects = publisher is null ? [] : CreateProjectImages(distinct, registry, folders.Root, publisher);
        return new BuiltImages(distinct.ToImmutableDictionary(build => build.Image, Find)) { Records = CreateRecords(projects) };

        Output<string> Find(ImageBuild build) =>
            projects.TryGetValue(build, out var project) ? project.Reference
            : build.Settings.IsDotnet ? Output.Create(NameByTag(build))
            : Declare(build, FindCredentials(registry, build), folders.FromProgram);
    }

    /// <summary>A container's <c>image</c>: with the digest, known after the build, or as planned if the image is not built.</summary>
    public Input<string> Find(ImageReference image) => _images.TryGetValue(image, out var built) ? built : image.ToString();

    private static Dictionary<ImageBuild, ProjectImage> CreateProjectImages(
        IEnumerable<ImageBuild> builds,
        BuildRegistrySettings? registry,
        string root,
        IProjectPublisher publisher
    )
    {
        var projects = builds.Where(build => build.Settings.IsDotnet).ToArray();
        if (projects.Length == 0)
        {
            return [];
        }

        var former = FormerOutputs.Read(OutputName);
        return projects.ToDictionary(
            build => build,
            build => new ProjectImage(build, ProjectSources.Hash(build, root), former, publisher, FindCredentials(registry, build))
        );
    }

    private static Output<BuildRecords?> CreateRecords(Dictionary<ImageBuild, ProjectImage> projects)
    {
        string[] names = [.. projects.Keys.Select(build => build.Name)];
        return Output
            .All(projects.Values.Select(image => (Input<ImmutableDictionary<string, string>>)image.Record))
            .Apply(records => names.Length == 0 ? null : names.Zip(records).ToImmutableDictionary(pair => pair.First, pair => pair.Second));
    }

    private static BuildRegistrySettings? FindCredentials(BuildRegistrySettings? registry, ImageBuild build) =>
        registry is { Username: not null, Password: not null } && registry.Registry.Split('/')[0] == build.Image.Registry ? registry : null;

    private static Output<string> Declare(ImageBuild build, BuildRegistrySettings? credentials, string projectFolder)
    {
        var args = new ImageArgs { ImageName = build.Image.ToString(), Build = DescribeBuild(build.Settings, projectFolder) };
        if (credentials is { Username: { } user, Password: { } password })
        {
            args.Registry = new RegistryArgs
            {
                Server = build.Image.Registry!,
                Username = user,
                Password = Output.CreateSecret(password.Value),
            };
        }

        return new Image(build.Name, args).RepoDigest.Apply(digest => string.IsNullOrEmpty(digest) ? NameByTag(build) : digest);
    }

    private static string NameByTag(ImageBuild build)
    {
        Log.Warn($"{build.Image} has no digest here, since it was not built or its registry names none: its containers have the tag.");
        return build.Image.ToString();
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
