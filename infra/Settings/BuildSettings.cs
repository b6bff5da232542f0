using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>Sources from which an update builds and pushes an image.</summary>
[ShortForm(nameof(Context))]
internal sealed record BuildSettings
{
    /// <summary>The folder with the files of the build, relative to the project.</summary>
    /// <remarks>The build's context, without what <c>.dockerignore</c> excludes: a changed file in it leads to a new build.</remarks>
    /// <example>image: {build: ./src/Catalog}</example>
    public required string Context { get; init; }

    /// <summary>The path of the Dockerfile, relative to <c>context</c>.</summary>
    /// <value>Dockerfile</value>
    /// <remarks>The steps of the build.</remarks>
    /// <example>build: {context: ./src, dockerfile: Catalog/Dockerfile}</example>
    public string? Dockerfile { get; init; }

    /// <summary>The path of a .NET project, relative to <c>context</c>, whose image the .NET SDK builds without a Dockerfile.</summary>
    /// <value>the only project file in <c>context</c>, if it has no Dockerfile</value>
    /// <remarks>The project that <c>dotnet publish</c> publishes as the image.</remarks>
    /// <example>build: {context: ./src, project: Catalog/Catalog.csproj}</example>
    public string? Project { get; init; }

    /// <summary>The path of the image in the registry.</summary>
    /// <value><c>&lt;system&gt;/&lt;service&gt;</c>; for other containers <c>&lt;system&gt;/&lt;service&gt;-&lt;container&gt;</c></value>
    /// <remarks>The name of the image that is pushed. Containers with the same build may share it.</remarks>
    /// <example>build: {context: ./src/Catalog, repository: teams/catalog}</example>
    public string? Repository { get; init; }

    /// <summary>Arguments for the Dockerfile's <c>ARG</c>, or properties of the .NET project. They stay visible in the image.</summary>
    /// <value>none</value>
    /// <remarks>The build's arguments.</remarks>
    /// <example>build: {context: ./src/Catalog, args: {NODE_VERSION: "24"}}</example>
    public IReadOnlyDictionary<string, Text> Args { get; init; } = ImmutableDictionary<string, Text>.Empty;

    /// <summary>The stage of the Dockerfile to build. Not for .NET projects.</summary>
    /// <value>the last stage</value>
    /// <remarks>The build's target.</remarks>
    /// <example>build: {context: ./src/Catalog, target: release}</example>
    public string? Target { get; init; }

    /// <summary>The operating system and architecture of the image.</summary>
    /// <value>the engine's; for a .NET project the one that its base image and settings give</value>
    /// <remarks>The build's platform.</remarks>
    /// <example>build: {context: ./src/Catalog, platform: linux/arm64}</example>
    public string? Platform { get; init; }

    /// <summary>Images whose layers the build may reuse. Those that cannot be pulled are ignored. Not for .NET projects.</summary>
    /// <value>the layers that the engine has</value>
    /// <remarks>The build's cache.</remarks>
    /// <example>build: {context: ./src/Catalog, cacheFrom: ["ghcr.io/example/shop/catalog:dev"]}</example>
    public ImmutableArray<ImageReference> CacheFrom { get; init; } = [];

    /// <summary>The context's path from the project's folder.</summary>
    internal string Folder { get; init; } = "";

    /// <summary>The path of the Dockerfile or the .NET project from the project's folder.</summary>
    internal string File { get; init; } = "";

    /// <summary>Whether the .NET SDK builds the image, from the project <see cref="File"/>.</summary>
    internal bool IsDotnet { get; init; }

    /// <summary>Whether another build gives the same image.</summary>
    internal bool IsSame(BuildSettings other) =>
        (Folder, File, Target, Platform) == (other.Folder, other.File, other.Target, other.Platform)
        && CacheFrom.SequenceEqual(other.CacheFrom)
        && Sorted(Args).SequenceEqual(Sorted(other.Args));

    private static IEnumerable<KeyValuePair<string, Text>> Sorted(IReadOnlyDictionary<string, Text> args) =>
        args.OrderBy(argument => argument.Key, StringComparer.Ordinal);
}

/// <summary>The registry that images are pushed to.</summary>
[ShortForm(nameof(Registry))]
internal sealed record BuildRegistrySettings
{
    /// <summary>The registry's host, optionally with port and path.</summary>
    /// <remarks>The first part of the names of the images that are built.</remarks>
    /// <example>images: {builds: ghcr.io/example}</example>
    public required string Registry { get; init; }

    /// <summary>The user who pushes.</summary>
    /// <value>the credentials of the docker command for this registry</value>
    /// <remarks>The credentials of the images' resources. Clusters pull with <c>images.pullSecrets</c>.</remarks>
    /// <example>images: {builds: {registry: ghcr.io/example, username: ci, password: sandbox}}</example>
    public string? Username { get; init; }

    /// <summary>The user's password or token. Encrypt it.</summary>
    /// <value>the credentials of the docker command for this registry</value>
    /// <remarks>The credentials of the images' resources, a secret in the state.</remarks>
    /// <example>images: {builds: {registry: ghcr.io/example, username: ci, password: sandbox}}</example>
    public Text? Password { get; init; }
}
