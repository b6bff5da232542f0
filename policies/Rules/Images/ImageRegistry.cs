using System.Collections.Immutable;
using System.ComponentModel;
using Container = Infra.Policies.Kubernetes.Container;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Images;

/// <summary>Images come from where someone looks after them.</summary>
internal sealed class ImageRegistry() : ContainerPolicy(new()
{
    Name = "image-registry",
    Description = "Images come from the registries that are allowed.",
    RemediationSteps = "Push the image to an allowed registry and name it from there.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
    Controls = [Standards.Cis("5.5.1"), Standards.Nsa("Kubernetes Pod security")],
})
{
    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.ImageRegistrySettings);

    protected override void Validate(Container container, PolicyContext context)
    {
        var allowed = context.Settings<ImageRegistrySettings>().Registries;
        if (!allowed.IsEmpty && container.Image is { } image && !allowed.Any(registry => IsWithin(image.Location, registry)))
            context.Report(container["image"], $"{container} runs an image of '{image.Location}'; allowed are {string.Join(", ", allowed)}");
    }

    private static bool IsWithin(string location, string registry) =>
        location.StartsWith(registry, StringComparison.Ordinal) && (registry.EndsWith('/') || location.Length == registry.Length || location[registry.Length] == '/');
}

internal sealed record ImageRegistrySettings
{
    [Description("The registries allowed, each a host with or without the start of a path, e.g. ghcr.io/example. Empty allows all.")]
    public ImmutableArray<string> Registries { get; init; } = [];
}
