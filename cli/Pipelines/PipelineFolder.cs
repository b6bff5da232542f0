using Infra.Engine.Errors;

namespace Infra.Cli.Pipelines;

/// <summary>Writes the files of a CI system into a repository.</summary>
/// <param name="root">The root of the repository.</param>
internal sealed class PipelineFolder(string root)
{
    private const string Origin = "# Written by `infra ci init";

    /// <summary>The comment that begins each file.</summary>
    /// <param name="command">The command that writes it.</param>
    public static string Header(string command) => $"# Written by `{command}`: run it again after a change of the stacks.\n";

    /// <summary>Lists the files whose content is another one, or that are missing.</summary>
    public IReadOnlyList<string> FindOutdated(IEnumerable<PipelineFile> files) =>
        [.. files.Where(file => !IsLeft(file) && ReadOrNull(file) != file.Text).Select(file => file.Path)];

    /// <summary>True for a file of the user's that is left as it is.</summary>
    public bool IsLeft(PipelineFile file) => file.IsOfUser && IsForeign(file);

    /// <summary>Writes the files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="mayReplace">True to overwrite files that somebody else has written.</param>
    /// <returns>The paths of the files that have changed.</returns>
    /// <exception cref="UsageException">Somebody else has written a file; none has been changed then.</exception>
    public IReadOnlyList<string> Write(IReadOnlyList<PipelineFile> files, bool mayReplace)
    {
        var foreign = files.Where(file => IsForeign(file) && !file.IsOfUser).Select(file => file.Path).ToArray();
        if (foreign.Length > 0 && !mayReplace)
        {
            throw new UsageException(
                $"not written by `infra ci init`, so not overwritten: {string.Join(", ", foreign)}; move what you need elsewhere, or add --force",
                ExitCode.Configuration
            );
        }

        var outdated = FindOutdated(files);
        foreach (var file in files.Where(file => outdated.Contains(file.Path)))
        {
            var path = FullPath(file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }

        return outdated;
    }

    private bool IsForeign(PipelineFile file) =>
        ReadOrNull(file) is { } text && text != file.Text && !text.StartsWith(Origin, StringComparison.Ordinal);

    private string? ReadOrNull(PipelineFile file) => File.Exists(FullPath(file)) ? File.ReadAllText(FullPath(file)) : null;

    private string FullPath(PipelineFile file) => Path.Combine(root, file.Path);
}
