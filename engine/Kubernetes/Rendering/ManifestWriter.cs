using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Files;
using Infra.Engine.Kubernetes.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>
/// Writes each object to a YAML file, CustomResourceDefinitions to <c>0-crd</c> and all others to <c>1-manifest</c>, so that
/// <c>kubectl apply -R -f</c> applies them in the right order. Folders (0700) and files (0600) are private, since secrets in them are plain
/// text.
/// </summary>
public static class ManifestWriter
{
    private const string DefinitionsFolder = "0-crd";
    private const string ManifestsFolder = "1-manifest";

    /// <summary>Gets the path of an object's file.</summary>
    /// <param name="directory">The root folder.</param>
    /// <param name="manifest">The object, which must have a name.</param>
    public static string PathFor(string directory, JsonObject manifest)
    {
        var folder = BuiltInTypes.IsCustomResourceDefinition(manifest.Type()) ? DefinitionsFolder : ManifestsFolder;
        return Path.Combine(directory, folder, FileName(manifest));
    }

    /// <summary>Gets the name of an object's file: API version, kind, namespace and name.</summary>
    /// <exception cref="ArgumentException">The object's name cannot be part of a file name.</exception>
    internal static string FileName(JsonObject manifest)
    {
        var apiVersion = (manifest.Text("apiVersion") ?? "").Replace('/', '_').Replace(':', '_');
        var space = manifest.Namespace() is { Length: > 0 } given ? given : "default";
#pragma warning disable CA1308 // File names are lower case by convention; nothing is compared.
        var kind = (manifest.Text("kind") ?? "").ToLowerInvariant();
#pragma warning restore CA1308
        var file = $"{apiVersion}-{kind}-{space}-{manifest.Name()}.yaml";
        return Path.GetFileName(file) == file
            ? file
            : throw new ArgumentException($"\"{manifest.Name()}\" is not a valid object name", nameof(manifest));
    }

    /// <summary>Writes an object without its status. Equal objects result in equal files.</summary>
    /// <returns>The file's path.</returns>
    public static string Write(string directory, JsonObject manifest)
    {
        var path = PathFor(directory, manifest);
        foreach (var folder in new[] { DefinitionsFolder, ManifestsFolder })
        {
            DurableFolder.Create(Path.Combine(directory, folder), FilePermissions.OwnerOnly);
        }

        DurableFile.Write(path, Encoding.UTF8.GetBytes(ManifestYaml.ToYaml(manifest)), FilePermissions.OwnerOnly);
        return path;
    }

    /// <summary>Deletes the file of an object, if it exists.</summary>
    public static void Delete(string directory, JsonObject manifest) => File.Delete(PathFor(directory, manifest));
}
