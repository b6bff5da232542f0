using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Infra.Kubernetes;
using Infra.Kubernetes.Images;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Images.Locking;

/// <summary>The file with an <see cref="ImageLock"/>.</summary>
public static class ImageLockFile
{
    /// <summary>Its name, in the folder of the stack files.</summary>
    public const string Name = "images.lock.yaml";

    private const string Header = "# The images of all stacks and their digests. Written by `infra images lock`; do not edit.\n";
    private const string Version = "1";

    /// <summary>Reads a lock file; null if there is none.</summary>
    /// <exception cref="ImageFileException">It cannot be read or is invalid.</exception>
    public static ImageLock? Read(string path) => ImageFile.Read(path, (file, root) =>
        {
            file.RejectOthers(root, "version", "images");
            foreach (var (key, value) in file.Members(root).Where(member => member.Key.Value == "version"))
            {
                if ((value as YamlScalarNode)?.Value != Version)
                {
                    file.Report(key, $"the version is not {Version}, the only one that this program knows");
                }
            }

            var images = file.Members(root).FirstOrDefault(member => member.Key.Value == "images").Value;
            return new ImageLock(
                file.Members(images)
                    .ToImmutableSortedDictionary(
                        image => image.Key.Value!,
                        image => ReadImage(file, image.Key, image.Value),
                        StringComparer.Ordinal
                    )
            );
        });

    /// <summary>Writes a lock as the content of a file: equal locks give equal texts.</summary>
    public static string Write(ImageLock images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var text = new StringBuilder(Header);
        text.Append(CultureInfo.InvariantCulture, $"version: {Version}\nimages:{(images.Images.IsEmpty ? " {}" : "")}\n");
        foreach (var (reference, image) in images.Images)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {reference}:\n    digest: {image.Digest}\n    platforms:\n");
            foreach (var (platform, digest) in image.Platforms)
            {
                text.Append(CultureInfo.InvariantCulture, $"      {platform}: {digest}\n");
            }
        }

        return text.ToString();
    }

    private static LockedImage ReadImage(ImageFile file, YamlScalarNode key, YamlNode value)
    {
        if (!ImageReference.TryParse(key.Value, out var image) || image.Normalize().ToString() != key.Value)
        {
            file.Report(key, $"'{key.Value}' is not a complete reference: write registry/repository:tag");
        }

        var members = file.Members(value).ToArray();
        var digest = members.FirstOrDefault(member => member.Key.Value == "digest").Value;
        var platforms = members.FirstOrDefault(member => member.Key.Value == "platforms").Value;
        return new LockedImage(
            ReadDigest(file, digest ?? key),
            file.Members(platforms)
                .ToImmutableSortedDictionary(
                    platform => platform.Key.Value!,
                    platform => ReadDigest(file, platform.Value),
                    StringComparer.Ordinal
                )
        );
    }

    private static string ReadDigest(ImageFile file, YamlNode node)
    {
        if (node is YamlScalarNode { Value: { } digest } && ImageReference.IsDigest(digest))
        {
            return digest;
        }

        file.Report(node, "has no digest: run `infra images lock` again");
        return "";
    }
}
