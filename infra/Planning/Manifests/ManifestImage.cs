using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Documents;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Manifests;

/// <summary>
/// An image in an object of a manifest: of a container wherever a pod's fields appear, in an argument such as <c>--solver-image=</c>
/// with a tag or digest, in a variable <c>RELATED_IMAGE_…</c>, or in a field of a custom resource that is called after an image.
/// </summary>
/// <param name="Path">The place of the text with the image.</param>
/// <param name="Prefix">The text before the image.</param>
/// <param name="Reference">The image.</param>
internal sealed record ManifestImage(ImmutableArray<(string Key, int? Index)> Path, string Prefix, ImageReference Reference)
{
    private const string RelatedImage = "RELATED_IMAGE_";
    private const string ArgumentEnd = "image=";

    private static readonly string[] ContainerLists = ["containers", "initContainers", "ephemeralContainers"];

    /// <summary>Kinds whose fields are data, not the description of pods.</summary>
    private static readonly string[] DataKinds = ["ConfigMap", "Secret", ManifestKinds.Definition];

    /// <summary>Finds the images of an object.</summary>
    public static IEnumerable<ManifestImage> Find(ManifestObject item) =>
        DataKinds.Contains(item.Kind) ? [] : Find(item.Node, [], !ManifestKinds.IsBuiltInGroup(item.Group));

    /// <summary>Writes another image in its place.</summary>
    public void Replace(JsonObject body, ImageReference image)
    {
        JsonNode? parent = body;
        foreach (var (key, index) in Path[..^1])
        {
            parent = index is { } position ? parent![position] : parent![key];
        }

        var text = $"{Prefix}{image}";
        if (Path[^1] is { Index: { } at })
        {
            parent![at] = text;
        }
        else
        {
            parent![Path[^1].Key] = text;
        }
    }

    private static IEnumerable<ManifestImage> Find(SettingsNode node, ImmutableArray<(string Key, int? Index)> at, bool isCustom) =>
        node switch
        {
            MappingNode mapping => mapping.Entries.SelectMany(entry =>
                entry.Value is SequenceNode list && ContainerLists.Contains(entry.Key)
                    ? list.Items.SelectMany((item, i) => FindInContainer(item, at.Add((entry.Key, null)).Add(("", i)), isCustom))
                : isCustom && IsImageField(entry.Key) && entry.Value is ScalarNode ? Parse(entry.Value, at.Add((entry.Key, null)), "")
                : Find(entry.Value, at.Add((entry.Key, null)), isCustom)
            ),
            SequenceNode list => list.Items.SelectMany((item, i) => Find(item, at.Add(("", i)), isCustom)),
            _ => [],
        };

    private static IEnumerable<ManifestImage> FindInContainer(
        SettingsNode container,
        ImmutableArray<(string Key, int? Index)> at,
        bool isCustom
    )
    {
        if (container is not MappingNode fields)
        {
            yield break;
        }

        foreach (var entry in fields.Entries)
        {
            var place = at.Add((entry.Key, null));
            var found = (entry.Key, entry.Value) switch
            {
                ("image", ScalarNode image) => Parse(image, place, ""),
                ("args" or "command", SequenceNode list) => list.Items.SelectMany((item, i) => FindInArgument(item, place.Add(("", i)))),
                ("env", SequenceNode list) => list.Items.SelectMany((item, i) => FindInVariable(item, place.Add(("", i)))),
                _ => Find(entry.Value, place, isCustom),
            };
            foreach (var image in found)
            {
                yield return image;
            }
        }
    }

    private static IEnumerable<ManifestImage> FindInArgument(SettingsNode argument, ImmutableArray<(string Key, int? Index)> at) =>
        argument is ScalarNode { Text: ['-', '-', ..] text }
        && text.IndexOf('=', StringComparison.Ordinal) + 1 is var end and > 0
        && text[..end].EndsWith(ArgumentEnd, StringComparison.OrdinalIgnoreCase)
            ? Parse(argument, at, text[..end]).Where(image => image.Reference.HasVersion)
            : [];

    private static IEnumerable<ManifestImage> FindInVariable(SettingsNode variable, ImmutableArray<(string Key, int? Index)> at) =>
        variable is MappingNode fields
        && fields["name"] is ScalarNode name
        && name.Text.StartsWith(RelatedImage, StringComparison.Ordinal)
        && fields["value"] is ScalarNode value
            ? Parse(value, at.Add(("value", null)), "")
            : [];

    private static IEnumerable<ManifestImage> Parse(SettingsNode node, ImmutableArray<(string Key, int? Index)> at, string prefix) =>
        node is ScalarNode { Kind: not ScalarKind.Null } scalar && ImageReference.TryParse(scalar.Text[prefix.Length..], out var image)
            ? [new ManifestImage(at, prefix, image)]
            : [];

    private static bool IsImageField(string key) =>
        key is "image" or "imageName"
        || key.EndsWith("Image", StringComparison.Ordinal)
        || key.EndsWith("ImageName", StringComparison.Ordinal);
}
