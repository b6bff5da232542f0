using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>Checks the builds of images: where they are pushed to, and that no two of them have the same name.</summary>
internal sealed class ImageBuildCheck : ISettingsCheck
{
    private const string PlatformExample = "linux/arm64";

    private static readonly SettingsPath Registry = SettingsPath.Root.Key("images").Key("builds");

    public void Check(SettingsReview review)
    {
        CheckCredentials(review);
        var known = new Dictionary<ImageReference, ImageBuild>();
        foreach (var service in review.Services())
        {
            foreach (var (at, image) in Images(service).Where(image => image.Settings.Build is not null))
            {
                CheckBuild(service, at, image, image.Build!);
            }

            CheckNames(service, known);
            CheckVersions(service);
        }
    }

    private static IEnumerable<(SettingsPath At, ImageSettings Settings)> Images(ServiceUnderReview service) =>
        service
            .Settings.Init.Select(container => (service.At("init", container.Key, "image"), container.Value.Image))
            .Concat(service.Settings.Sidecars.Select(container => (service.At("sidecars", container.Key, "image"), container.Value.Image)))
            .Prepend((service.At("image"), service.Settings.Image));

    private static void CheckBuild(ServiceUnderReview service, SettingsPath at, ImageSettings image, BuildSettings build)
    {
        if (image.Digest is not null)
        {
            service.Reject(at.Key("digest"), "the digest follows from the build", "remove 'digest', or write the 'reference' of an image");
        }

        var name = image.Resolve(service.Review.Settings.Images);
        if (build.Repository is { } repository && !IsRepository(repository))
        {
            service.Reject(
                at.Key("build").Key("repository"),
                $"'{repository}' is not the path of an image",
                "write lower-case words with '/' between them, such as shop/catalog"
            );
        }
        else if (name.Registry is null && IsPushed(service))
        {
            service.Reject(
                at.Key("build"),
                $"there is no registry to push {name} to, from which the cluster could pull it",
                "write 'images: {builds: <registry>}' for the stack, such as ghcr.io/example or docker.io/example"
            );
        }

        if (build.Platform is { } platform && !IsPlatform(platform))
        {
            service.Reject(at.Key("build").Key("platform"), $"'{platform}' is not a platform", $"write it as {PlatformExample}");
        }

        CheckDotnet(service, at.Key("build"), build);
        foreach (var (key, _) in build.Args.Where(argument => argument.Value.IsSecret))
        {
            service.Reject(
                at.Key("build").Key("args").Key(key),
                "an argument cannot be secret: everyone who can pull the image can read it",
                "write it without encryption, or give the value to the container by 'env'"
            );
        }
    }

    private static void CheckDotnet(ServiceUnderReview service, SettingsPath at, BuildSettings build)
    {
        if (!build.IsDotnet)
        {
            return;
        }

        const string cure = "remove it, or build the image from a Dockerfile";
        if (build.Target is not null)
        {
            service.Reject(at.Key("target"), "a .NET project has no stages", cure);
        }

        if (!build.CacheFrom.IsEmpty)
        {
            service.Reject(at.Key("cacheFrom"), "the .NET SDK reuses no layers of other images", cure);
        }

        if (build.Platform is { } platform && IsPlatform(platform) && RuntimeIdentifier.Find(platform) is null)
        {
            service.Reject(
                at.Key("platform"),
                $"the .NET SDK has no runtime for '{platform}'",
                $"write one of {string.Join(", ", RuntimeIdentifier.Platforms)}"
            );
        }

        foreach (var (key, _) in build.Args.Where(argument => !IsProperty(argument.Key)))
        {
            service.Reject(at.Key("args").Key(key), $"'{key}' is not the name of an MSBuild property", "write letters, digits and '_'");
        }
    }

    private static bool IsProperty(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_');

    private static bool IsRepository(string path) =>
        ImageReference.TryParse($"localhost/{path}", out var image) && image.Repository == path;

    private static bool IsPushed(ServiceUnderReview service) =>
        service
            .Review.Settings.TargetClusters()
            .Any(cluster => cluster.Settings.Kind != ClusterKind.Simulated && cluster.Includes(service.Settings));

    private static bool IsPlatform(string platform) =>
        platform.Split('/') is { Length: 2 or 3 } parts && Array.TrueForAll(parts, part => part.Length > 0 && part.All(IsWordCharacter));

    private static bool IsWordCharacter(char letter) =>
        char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '.';

    private static void CheckNames(ServiceUnderReview service, Dictionary<ImageReference, ImageBuild> known)
    {
        foreach (var build in ImageBuild.Find(service.Name, service.Settings, service.Review.Settings.Images))
        {
            if (!known.TryAdd(build.Image, build) && known[build.Image] is var other && !other.Settings.IsSame(build.Settings))
            {
                string[] path = build.Name.Split('.') is [_, var container]
                    ? [service.Settings.Init.ContainsKey(container) ? "init" : "sidecars", container, "image", "build"]
                    : ["image", "build"];
                service.Reject(
                    service.At(path),
                    $"the build of '{other.Name}' has the same name, {build.Image}, and other sources",
                    "write another 'repository' for one of them"
                );
            }
        }
    }

    private static void CheckVersions(ServiceUnderReview service)
    {
        if (service.Settings.Image.Build is null)
        {
            return;
        }

        foreach (var (name, version) in service.Settings.Versions)
        {
            if (version is { Tag: not null, Image: null })
            {
                service.Reject(
                    service.At("versions", name, "tag"),
                    "the service's image is built, so that no other tag of it has another content",
                    "write 'image' with a reference, or remove the tag"
                );
            }
        }
    }

    private static void CheckCredentials(SettingsReview review)
    {
        if (review.Settings.Images.Builds is not { } registry)
        {
            return;
        }

        WrittenCredentials.RequirePair(
            review,
            Registry,
            registry.Username,
            registry.Password,
            "write both, or neither to use the credentials of the docker command"
        );
        WrittenCredentials.WarnOfPlainText(review, Registry.Key("password"), registry.Password);
    }
}
