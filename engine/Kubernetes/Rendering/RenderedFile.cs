using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>The file of one object.</summary>
internal sealed record RenderedFile
{
    private const string DefinitionsFolder = "0-crd";
    private const string ObjectsFolder = "1-manifest";
    private const string PlaceholdersFolder = "2-secret-placeholder";

    /// <summary>The folder of the object's cluster, or an empty text.</summary>
    public required string Folder { get; init; }

    /// <summary>The object's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The object for messages: its kind and name.</summary>
    public required string Object { get; init; }

    /// <summary>The path in the folder, with slashes.</summary>
    public string Path { get; private init; } = "";

    /// <summary>The YAML in UTF-8.</summary>
    public byte[] Content { get; private init; } = [];

    /// <summary>What the file contains instead of a Secret.</summary>
    public SecretPlaceholder? Placeholder { get; private init; }

    /// <summary>Why there cannot be a file, and what to do about it.</summary>
    public string? Problem { get; private init; }

    /// <summary>Converts an object.</summary>
    /// <param name="rendered">The object.</param>
    /// <param name="showSecrets">Whether Secrets are written with their values.</param>
    public static RenderedFile Create(RenderedObject rendered, bool showSecrets)
    {
        // The rest of a large object is written as it is.
        var manifest = PropertyConversion.ToManifest(rendered.Inputs.Where((key, _) => key is "apiVersion" or "kind" or "metadata"));
        var file = new RenderedFile
        {
            Folder = rendered.Folder,
            Kind = manifest.Text("kind") ?? "",
            Object = $"{manifest.Text("kind")} {manifest.DisplayName()}",
        };
        string name;
        try
        {
            name = ManifestWriter.FileName(manifest);
        }
        catch (ArgumentException)
        {
            return file with { Problem = "this name cannot be part of a file name; give the object a name that Kubernetes accepts" };
        }

        if (showSecrets || !SecretPlaceholder.IsSecret(manifest))
        {
            var secrets = showSecrets || !rendered.Inputs.ContainsSecrets() ? [] : SecretPaths.Find(rendered.Inputs).ToArray();
            return secrets.Length == 0
                ? file with
                {
                    Path = $"{FolderFor(manifest)}/{name}",
                    Content = Encoding.UTF8.GetBytes(ManifestYaml.ToYaml(rendered.Inputs)),
                }
                : file with
                {
                    Problem =
                        $"{string.Join(", ", secrets)} would be a secret in plain text; keep it in a Secret, or render with --show-secrets",
                };
        }

        var placeholder = SecretPlaceholder.Create(PropertyConversion.ToManifest(rendered.Inputs));
        return file with
        {
            Path = $"{PlaceholdersFolder}/{name}.placeholder",
            Content = Encoding.UTF8.GetBytes(placeholder.Text),
            Placeholder = placeholder,
        };
    }

    public static string Combine(string folder, string path) => folder.Length == 0 ? path : $"{folder}/{path}";

    private static string FolderFor(JsonObject manifest) =>
        BuiltInTypes.IsCustomResourceDefinition(manifest.Type()) ? DefinitionsFolder : ObjectsFolder;
}
