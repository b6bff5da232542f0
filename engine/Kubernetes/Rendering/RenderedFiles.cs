using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>The files of a rendering: one for each object, and for each cluster a kustomization.</summary>
internal sealed class RenderedFiles
{
    private const string DefinitionsFolder = "0-crd";
    private const string ObjectsFolder = "1-manifest";
    private const string PlaceholdersFolder = "2-secret-placeholder";

    private readonly SortedDictionary<string, string> _contents = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<(string Path, string Kind)>> _kinds = new(StringComparer.Ordinal);
    private readonly List<(string Folder, SecretPlaceholder Secret)> _placeholders = [];
    private readonly List<string> _problems = [];
    private readonly bool _showSecrets;

    private RenderedFiles(bool showSecrets) => _showSecrets = showSecrets;

    /// <summary>The contents by relative path, with slashes.</summary>
    public IReadOnlyDictionary<string, string> Contents => _contents;

    public int Placeholders => _placeholders.Count;

    /// <exception cref="InvalidOperationRequestException">
    /// Two objects have the same file, a name is unusable, or an object other than a Secret contains a secret.
    /// </exception>
    public static RenderedFiles Create(IEnumerable<RenderedObject> objects, RenderSource source, bool showSecrets)
    {
        var files = new RenderedFiles(showSecrets);
        foreach (var rendered in objects)
        {
            files.Add(rendered);
        }

        if (files._problems.Count > 0)
        {
            throw new InvalidOperationRequestException(string.Join('\n', files._problems));
        }

        foreach (var (folder, kinds) in files._kinds)
        {
            files._contents[Combine(folder, Kustomization.FileName)] = Kustomization.Write(kinds);
        }

        files._contents[RenderReadme.FileName] = RenderReadme.Write(source, files._kinds.Keys, files._placeholders);
        return files;
    }

    private void Add(RenderedObject rendered)
    {
        var manifest = PropertyConversion.ToManifest(rendered.Inputs);
        string file;
        try
        {
            file = ManifestWriter.FileName(manifest);
        }
        catch (ArgumentException)
        {
            _problems.Add($"{Describe(manifest)}: this name cannot be part of a file name; give the object a name that Kubernetes accepts");
            return;
        }

        if (!_kinds.TryGetValue(rendered.Folder, out var kinds))
        {
            _kinds[rendered.Folder] = kinds = [];
        }

        if (!_showSecrets && SecretPlaceholder.IsSecret(manifest))
        {
            var placeholder = SecretPlaceholder.Create(manifest);
            _placeholders.Add((rendered.Folder, placeholder));
            Put(manifest, $"{Combine(rendered.Folder, PlaceholdersFolder)}/{file}.placeholder", placeholder.Text);
            return;
        }

        if (!_showSecrets && SecretPaths.Find(rendered.Inputs).ToArray() is { Length: > 0 } paths)
        {
            _problems.Add(
                $"{Describe(manifest)}: {string.Join(", ", paths)} would be a secret in plain text; keep it in a Secret, or render with --show-secrets"
            );
            return;
        }

        var path = $"{FolderFor(manifest)}/{file}";
        kinds.Add((path, manifest.Text("kind") ?? ""));
        Put(manifest, Combine(rendered.Folder, path), ManifestYaml.ToYaml(manifest));
    }

    private void Put(JsonObject manifest, string path, string content)
    {
        if (!_contents.TryAdd(path, content))
        {
            _problems.Add($"{Describe(manifest)}: the program declares this object twice; remove one of the two");
        }
    }

    private static string FolderFor(JsonObject manifest) =>
        BuiltInTypes.IsCustomResourceDefinition(manifest.Type()) ? DefinitionsFolder : ObjectsFolder;

    private static string Describe(JsonObject manifest) => $"{manifest.Text("kind")} {manifest.DisplayName()}";

    private static string Combine(string folder, string path) => folder.Length == 0 ? path : $"{folder}/{path}";
}
