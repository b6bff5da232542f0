using System.Collections.Immutable;
using System.ComponentModel;
using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Configuration;
using Infra.Policies.Sdk.Values;
using Container = Infra.Policies.Kubernetes.Container;

namespace Infra.Policies.Rules.Images;

/// <summary>Images come from where someone looks after them.</summary>
internal sealed class ImageRegistry : ContainerPolicy
{
    public override PolicySettings? Settings { get; } = PolicySettings.Of(SettingsJson.Default.ImageRegistrySettings);

    protected override void Check(Container container, Findings findings)
    {
        var allowed = findings.Settings<ImageRegistrySettings>().Registries;
        if (!allowed.IsEmpty && container.Image is { } image && !allowed.Any(registry => IsWithin(image.Location, registry)))
            findings.Add(container.Node["image"], $"{container} runs an image of '{image.Location}'; allowed are {string.Join(", ", allowed)}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "image-registry",
        Summary = "Images come from the registries that are allowed.",
        Remedy = "Push the image to an allowed registry and name it from there.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
        Standards = [Standard.Cis("5.5.1"), Standard.Nsa("Kubernetes Pod security")],
    };

    private static bool IsWithin(string location, string registry) =>
        location.StartsWith(registry, StringComparison.Ordinal) && (registry.EndsWith('/') || location.Length == registry.Length || location[registry.Length] == '/');
}

internal sealed record ImageRegistrySettings
{
    [Description("The registries allowed, each a host with or without the start of a path, e.g. ghcr.io/example. Empty allows all.")]
    public ImmutableArray<string> Registries { get; init; } = [];
}
