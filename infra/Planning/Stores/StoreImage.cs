using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Stores;

/// <summary>The image of a store's container, and the version of its server.</summary>
/// <param name="Image">The image.</param>
/// <param name="Version">The version, as in 18 or 8.4.11.</param>
internal sealed record StoreImage(ImageSettings Image, string Version)
{
    /// <summary>The major version: another one does not open the volume of this one.</summary>
    public int Major => int.Parse(Version.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Finds the image of a version; null if the kind has none.</summary>
    public static StoreImage? Find(StoreSettings store)
    {
        var facts = StoreFacts.Of(store.Kind);
        var version = store.Version?.Value ?? facts.Versions[0].Version;
        if (!IsVersion(version))
        {
            return null;
        }

        if (store.Image is { } image)
        {
            return new StoreImage(image, version);
        }

        return FindTag(facts, version) is { } tag
            ? new StoreImage(new ImageSettings { Reference = ImageReference.Parse($"{facts.Repository}:{tag}{facts.TagSuffix}") }, version)
            : null;
    }

    /// <summary>Whether a text is a version: numbers with dots between them.</summary>
    public static bool IsVersion(string text) =>
        text.Split('.').All(part => part is { Length: > 0 and < 10 } && part.All(char.IsAsciiDigit));

    /// <summary>A patch of a known version, such as 18.6, is the tag itself.</summary>
    private static string? FindTag(StoreFacts facts, string version) =>
        facts
            .Versions.Where(known => version == known.Version || version.StartsWith($"{known.Version}.", StringComparison.Ordinal))
            .Select(known => version == known.Version ? known.Tag : version)
            .FirstOrDefault();
}
