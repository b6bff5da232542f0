using Infra.Engine.Errors;
using Infra.Engine.Files;

namespace Infra.Engine.State.Stores;

/// <summary>
/// Stores files in a folder. A folder has no conditional replacement: only the lock of the stack keeps two updates apart, and the check of
/// the content just before it is replaced.
/// </summary>
/// <param name="root">The folder that contains <c>.pulumi</c>. It is created by the first write.</param>
internal sealed class FileStore(string root) : IStateStore
{
    public string Url => $"file://{root}";

    public BackendLayout Layout { get; } = new(root);

    public bool Exists(string location) => File.Exists(location);

    public StoredFile? Read(string location)
    {
        try
        {
            return new StoredFile(File.ReadAllBytes(location), Version: null);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StateException(
                $"{location}: cannot be read: {error.Message.TrimEnd('.')}; give your user access to the file, then run the command again",
                error
            );
        }
    }

    /// <summary>Creates the file or replaces its content. A link to a file elsewhere stays one.</summary>
    public string? Write(string location, ReadOnlyMemory<byte> content, WriteCondition condition = default)
    {
        var link = new FileInfo(location);
        if (link.LinkTarget is not null)
        {
            DurableFile.Write(link.ResolveLinkTarget(returnFinalTarget: true)!.FullName, content.Span, FilePermissions.OwnerOnly);
        }
        else if (!condition.RequiresAbsence)
        {
            DurableFile.Write(location, content.Span, FilePermissions.OwnerOnly);
        }
        else if (!DurableFile.TryCreate(location, content.Span, FilePermissions.OwnerOnly))
        {
            throw new StateConflictException($"{location}: exists already");
        }

        return null;
    }

    public void Delete(string location) => DurableFile.Delete(location);

    public void Move(string location, string target) => DurableFile.Move(location, target, FilePermissions.OwnerOnly);

    public IReadOnlyList<string> ListFiles(string folder) => Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder)] : [];

    public IReadOnlyList<string> ListFolders(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path))] : [];

    public void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public IEnumerable<string> DescribeRisks(IEnumerable<string> folders) =>
        folders
            .Where(folder =>
                !OperatingSystem.IsWindows() && Directory.Exists(folder) && File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherWrite)
            )
            .Take(1)
            .Select(folder => $"{folder}: every user of this machine can change the state: run `chmod o-w {folder}`");
}
