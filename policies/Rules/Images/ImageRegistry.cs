using System.Collections.Immutable;
using System.ComponentModel;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;
using Container = Infra.Policies.Kubernetes.Container;

namespace Infra.Policies.Rules.Images;

/// <summary>Images must come from maintained registries.</summary>
internal sealed class ImageRegistry()
    : ContainerPolicy(
        new()
        {
            Name = "image-registry",
            Description = "Images come from allowed registries.",
            RemediationSteps = "Push the image to an allowed registry and refer to it there.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
            Controls = [Standards.Cis("5.5.1"), Standards.Nsa("Kubernetes Pod security")],
        }
    )
{
    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.ImageRegistrySettings);

    protected override void Validate(Container container, PolicyContext context)
    {
        var allowed = context.Settings<ImageRegistrySettings>().Registries;
        if (!allowed.IsEmpty && container.Image is { } image && !allowed.Any(registry => IsWithin(image.Location, registry)))
        {
            context.Report(
                container["image"],
                $"{container} runs an image of '{image.Location}'; allowed are {string.Join(", ", allowed)}"
            );
        }
    }

    private static bool IsWithin(string location, string registry) =>
        location.StartsWith(registry, StringComparison.Ordinal)
        && (registry.EndsWith('/') || location.Length == registry.Length || location[registry.Length] == '/');
}

internal sealed record ImageRegistrySettings
{
    [Description("The allowed registries, each a host with an optional path prefix, e.g. ghcr.io/example; empty for all.")]
    public ImmutableArray<string> Registries { get; init; } = [];
}
