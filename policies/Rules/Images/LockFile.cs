using System.Collections.Immutable;
using Infra.Kubernetes.Images;
using Infra.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Policies.Rules.Images;

/// <summary>A file of <c>infra images lock</c>: its images, or why it cannot be used.</summary>
internal sealed record LockFile(ImageLock Images, string? Problem)
{
    private const string Cure = "write it with `infra images lock`";

    /// <summary>Reads a file: from the current folder or one above, since a pack runs in the program's folder within the project.</summary>
    public static LockFile Read(string path)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new BoundedYamlParser(File.ReadAllText(Locate(path))));
            return stream.Documents is [{ RootNode: YamlMappingNode root }] && Find(root, "images") is YamlMappingNode images
                ? new LockFile(new ImageLock(ReadImages(images)), null)
                : Invalid($"{path} is not a lock file: it has no 'images'; {Cure}");
        }
        catch (YamlException error)
        {
            return Invalid($"{path}:{error.Start.Line}: the lock file is not valid YAML: {error.Message}; {Cure}");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Invalid($"there is no lock file {path}; {Cure}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Invalid($"the lock file {path} cannot be read: {error.Message}");
        }
    }

    private static string Locate(string path)
    {
        for (var folder = Directory.GetCurrentDirectory(); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, path)))
            {
                return Path.Combine(folder, path);
            }
        }

        return path;
    }

    private static LockFile Invalid(string problem) => new(ImageLock.Empty, problem);

    private static ImmutableSortedDictionary<string, LockedImage> ReadImages(YamlMappingNode images) =>
        Members(images).ToImmutableSortedDictionary(image => image.Key, image => ReadImage(image.Value), StringComparer.Ordinal);

    private static LockedImage ReadImage(YamlNode image) =>
        new(
            Text(Find(image, "digest")),
            Members(Find(image, "platforms"))
                .ToImmutableSortedDictionary(platform => platform.Key, platform => Text(platform.Value), StringComparer.Ordinal)
        );

    private static IEnumerable<(string Key, YamlNode Value)> Members(YamlNode? node) =>
        node is not YamlMappingNode map
            ? []
            : map
                .Children.Select(member => (Key: Text(member.Key), member.Value))
                .Where(member => member.Key.Length > 0)
                .DistinctBy(member => member.Key);

    private static string Text(YamlNode? node) => (node as YamlScalarNode)?.Value ?? "";

    private static YamlNode? Find(YamlNode node, string key) => Members(node).FirstOrDefault(member => member.Key == key).Value;
}
