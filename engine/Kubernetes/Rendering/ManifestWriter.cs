using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Files;
using Infra.Engine.Kubernetes.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>
/// Writes manifests as YAML files, one an object: definitions of types into <c>0-crd</c>, everything else into <c>1-manifest</c>, so that
/// <c>kubectl apply -R -f</c> meets them in the right order. Folders are the user's alone (0700), and so are files (0600): secrets in them are plain text.
/// </summary>
public static class ManifestWriter
{
    private const string DefinitionsFolder = "0-crd";
    private const string ManifestsFolder = "1-manifest";

    /// <summary>The file an object goes to.</summary>
    /// <param name="directory">The folder of the whole rendering.</param>
    /// <param name="manifest">The object; it has to have a name.</param>
    public static string PathFor(string directory, JsonObject manifest)
    {
        var apiVersion = (manifest.Text("apiVersion") ?? "").Replace('/', '_').Replace(':', '_');
        var space = manifest.Namespace() is { Length: > 0 } given ? given : "default";
#pragma warning disable CA1308 // File names are lower case by convention; nothing is compared.
        var kind = (manifest.Text("kind") ?? "").ToLowerInvariant();
#pragma warning restore CA1308
        var folder = BuiltInTypes.IsCustomResourceDefinition(manifest.Type()) ? DefinitionsFolder : ManifestsFolder;
        var file = $"{apiVersion}-{kind}-{space}-{manifest.Name()}.yaml";
        return Path.GetFileName(file) == file
            ? Path.Combine(directory, folder, file)
            : throw new ArgumentException($"\"{manifest.Name()}\" cannot be the name of an object", nameof(manifest));
    }

    /// <summary>Writes an object, without its status. The same object gives the same bytes.</summary>
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

    /// <summary>Writes an object that is given as a resource's checked inputs. Secrets in it become plain text.</summary>
    /// <exception cref="Infra.Engine.Providers.ResourceProviderException">A value has no form in a manifest.</exception>
    public static string Write(string directory, PropertyMap inputs) => Write(directory, PropertyConversion.ToManifest(inputs));

    /// <summary>Removes the file of an object, if there is one.</summary>
    public static void Delete(string directory, JsonObject manifest) => File.Delete(PathFor(directory, manifest));
}
