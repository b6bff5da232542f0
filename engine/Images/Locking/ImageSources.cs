using System.Collections.Immutable;
using Infra.Kubernetes;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Images.Locking;

/// <summary>Where images come from, and what is trusted: the file <c>images.yaml</c> beside the stack files.</summary>
public sealed record ImageSources
{
    /// <summary>The name of the file, in the folder of the stack files.</summary>
    public const string FileName = "images.yaml";

    /// <summary>The sources of a project without the file.</summary>
    public static ImageSources None { get; } = new();

    /// <summary>Images that no object names, such as those an operator starts by itself.</summary>
    public ImmutableArray<ImageReference> Additional { get; init; } = [];

    /// <summary>Registries that hold the images of other registries under the same paths, each a host with an optional path.</summary>
    public ImmutableArray<string> Mirrors { get; init; } = [];

    /// <summary>Registries that are called without TLS.</summary>
    public ImmutableHashSet<string> PlainHttp { get; init; } = [];

    /// <summary>The keys that images must be signed with: files by the beginning of the images' locations.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Keys { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Reads the file of a folder; without one there are no sources.</summary>
    /// <exception cref="ImageFileException">It cannot be read or is invalid.</exception>
    public static ImageSources Read(string folder) =>
        ImageFile.Read(Path.Combine(folder, FileName), (file, root) => Read(file, root, folder)) ?? None;

    /// <summary>The keys for an image: those of the longest location it is within; none if it need not be signed.</summary>
    public ImmutableArray<string> FindKeys(ImageReference image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var location = image.Normalize().Location;
        return Keys.Where(key => location == key.Key || location.StartsWith(key.Key.TrimEnd('/') + "/", StringComparison.Ordinal))
            .OrderByDescending(key => key.Key.Length)
            .Select(key => key.Value)
            .FirstOrDefault([]);
    }

    private static ImageSources Read(ImageFile file, YamlMappingNode root, string folder)
    {
        file.RejectOthers(root, "additional", "mirrors", "plainHttp", "keys");
        var members = file.Members(root).ToDictionary(member => member.Key.Value!, member => member.Value, StringComparer.Ordinal);
        return new ImageSources
        {
            Additional =
            [
                .. file.Texts(members.GetValueOrDefault("additional"))
                    .Select(text => ReadReference(file, text.Text, text.Node))
                    .OfType<ImageReference>(),
            ],
            Mirrors = [.. file.Texts(members.GetValueOrDefault("mirrors")).Select(text => text.Text)],
            PlainHttp = [.. file.Texts(members.GetValueOrDefault("plainHttp")).Select(text => text.Text)],
            Keys = file.Members(members.GetValueOrDefault("keys"))
                .ToImmutableSortedDictionary(key => key.Key.Value!, key => ReadKeys(file, key.Value, folder), StringComparer.Ordinal),
        };
    }

    private static ImmutableArray<string> ReadKeys(ImageFile file, YamlNode node, string folder)
    {
        IEnumerable<string> names = node is YamlScalarNode { Value: { Length: > 0 } one }
            ? [one]
            : file.Texts(node).Select(text => text.Text);
        ImmutableArray<string> keys = [.. names.Select(name => Path.GetFullPath(name, folder))];
        if (keys.IsEmpty)
        {
            // Without a key an image would count as one that need not be signed.
            file.Report(node, "names no key: write the file of a public key, relative to this folder");
        }

        return keys;
    }

    private static ImageReference? ReadReference(ImageFile file, string text, YamlNode node)
    {
        if (ImageReference.TryParse(text, out var image))
        {
            return image;
        }

        file.Report(node, $"'{text}' is not a container image: write registry/repository:tag");
        return null;
    }
}
