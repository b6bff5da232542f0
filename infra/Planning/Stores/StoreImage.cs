using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>The image of a store's servers, and their version.</summary>
/// <param name="Image">The image.</param>
/// <param name="Version">The version, as in 18 or 8.4.11.</param>
internal sealed record StoreImage(ImageSettings Image, string Version)
{
    /// <summary>The major version: another one does not open the volume of this one.</summary>
    public int Major => int.Parse(Version.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The part of the version that says which data the servers open: one number in PostgreSQL, two elsewhere.</summary>
    /// <param name="kind">The kind.</param>
    public string GetRelease(StoreKind kind) => string.Join('.', Version.Split('.').Take(kind == StoreKind.Postgres ? 1 : 2));

    /// <summary>The images of a kind in a form; null if the form has none to choose.</summary>
    public static StoreImages? Known(StoreKind kind, StoreForm? form) =>
        form == StoreForm.Operator ? StoreOperator.Find(kind)?.Facts.Images : StoreFacts.Of(kind).Images;

    /// <summary>Finds the image of a version; null if the kind has none in this form.</summary>
    public static StoreImage? Find(StoreSettings store, StoreForm? form)
    {
        if (Known(store.Kind, form) is not { } images)
        {
            return null;
        }

        var version = store.Version?.Value ?? images.Versions[0].Version;
        return !IsVersion(version) ? null
            : store.Image is { } image ? new StoreImage(image, version)
            : images.Find(version) is { } known ? new StoreImage(new ImageSettings { Reference = known }, version)
            : null;
    }

    /// <summary>Whether a text is a version: numbers with dots between them.</summary>
    public static bool IsVersion(string text) =>
        text.Split('.').All(part => part is { Length: > 0 and < 10 } && part.All(char.IsAsciiDigit));
}
