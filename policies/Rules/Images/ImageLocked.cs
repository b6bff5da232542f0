using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;
using Container = Infra.Policies.Kubernetes.Container;

namespace Infra.Policies.Rules.Images;

/// <summary>An image that is not in the lock file was neither reviewed nor carried into a closed network.</summary>
internal sealed class ImageLocked()
    : ContainerPolicy(
        new()
        {
            Name = "image-locked",
            Description = "Images are listed in the lock file of `infra images lock`.",
            RemediationSteps = "Run `infra images lock` and review the change of the lock file.",
            Severity = Severity.High,
            Profile = Profiles.Production,
        }
    )
{
    private readonly ConcurrentDictionary<string, LockFile> _files = new(StringComparer.Ordinal);

    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.ImageLockedSettings);

    protected override void Validate(Container container, PolicyContext context)
    {
        var settings = context.Settings<ImageLockedSettings>();
        if (settings.File.Length == 0)
        {
            return;
        }

        var file = _files.GetOrAdd(settings.File, LockFile.Read);
        if (file.Problem is { } problem)
        {
            context.Report(container["image"], problem);
        }
        else if (container.Image is { } image && !file.Images.Has(image, settings.Mirrors))
        {
            context.Report(container["image"], $"{container} runs '{image}', which is not in {settings.File}");
        }
    }
}

internal sealed record ImageLockedSettings
{
    [Description("The lock file, by its path from the folder of Pulumi.yaml, e.g. stacks/images.lock.yaml; empty for no check.")]
    public string File { get; init; } = "";

    [Description(
        "Registries that hold locked images under the same paths, each a host with an optional path, e.g. mirror.example.com/all."
    )]
    public ImmutableArray<string> Mirrors { get; init; } = [];
}
