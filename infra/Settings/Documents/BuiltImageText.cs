using System.Collections.Immutable;
using Infra.Kubernetes;

namespace Infra.Backend.Settings.Documents;

/// <summary>Texts with images that the update builds. Such an image is marked, since it has a digest only after its build.</summary>
internal static class BuiltImageText
{
    private const char Mark = '\0';

    /// <summary>Marks an image.</summary>
    public static string Write(ImageReference image) => $"{Mark}{image}{Mark}";

    /// <summary>The parts of a text: texts, and images that the update builds.</summary>
    public static ImmutableArray<(string Text, ImageReference? Image)> Split(string text)
    {
        var parts = text.Split(Mark)
            .Select((part, i) => (Text: part, IsMarked: i % 2 == 1, Image: ImageReference.TryParse(part, out var image) ? image : null))
            .ToArray();

        // A text may have the mark's character itself.
        return parts.Length % 2 == 1 && parts.All(part => !part.IsMarked || part.Image is not null)
            ? [.. parts.Where(part => part.Text.Length > 0).Select(part => (part.Text, part.IsMarked ? part.Image : null))]
            : [(text, null)];
    }
}
