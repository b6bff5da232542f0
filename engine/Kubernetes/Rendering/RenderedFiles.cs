using System.Text;
using Infra.Engine.Errors;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>The files of a rendering: one for each object, and for each cluster a kustomization.</summary>
internal sealed class RenderedFiles
{
    private readonly SortedDictionary<string, byte[]> _contents = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<(string Path, string Kind)>> _kinds = new(StringComparer.Ordinal);
    private readonly List<(string Folder, SecretPlaceholder Secret)> _placeholders = [];
    private readonly List<string> _problems = [];

    private RenderedFiles() { }

    /// <summary>The contents by relative path, with slashes.</summary>
    public IReadOnlyDictionary<string, byte[]> Contents => _contents;

    public int Placeholders => _placeholders.Count;

    /// <exception cref="InvalidOperationRequestException">
    /// Two objects have the same file, a name is unusable, or an object other than a Secret contains a secret.
    /// </exception>
    public static RenderedFiles Create(IEnumerable<RenderedObject> objects, RenderSource source, bool showSecrets)
    {
        var files = new RenderedFiles();
        foreach (var file in objects.AsParallel().AsOrdered().Select(rendered => RenderedFile.Create(rendered, showSecrets)))
        {
            files.Add(file);
        }

        if (files._problems.Count > 0)
        {
            throw new InvalidOperationRequestException(string.Join('\n', files._problems));
        }

        foreach (var (folder, kinds) in files._kinds)
        {
            files._contents[RenderedFile.Combine(folder, Kustomization.FileName)] = Encoding.UTF8.GetBytes(Kustomization.Write(kinds));
        }

        var readme = RenderReadme.Write(source, files._kinds.Keys, files._placeholders);
        files._contents[RenderReadme.FileName] = Encoding.UTF8.GetBytes(readme);
        return files;
    }

    private void Add(RenderedFile file)
    {
        if (file.Problem is { } problem)
        {
            _problems.Add($"{file.Object}: {problem}");
            return;
        }

        if (!_contents.TryAdd(RenderedFile.Combine(file.Folder, file.Path), file.Content))
        {
            _problems.Add($"{file.Object}: the program declares this object twice; remove one of the two");
        }

        if (!_kinds.TryGetValue(file.Folder, out var kinds))
        {
            _kinds[file.Folder] = kinds = [];
        }

        if (file.Placeholder is { } placeholder)
        {
            _placeholders.Add((file.Folder, placeholder));
        }
        else
        {
            kinds.Add((file.Path, file.Kind));
        }
    }
}
