using Infra.Engine.Errors;

namespace Infra.Engine.State;

/// <summary>
/// The paths in a file backend: Pulumi's layout, and a folder of journals. A path made from a name stays inside the folder it is for.
/// </summary>
/// <param name="Root">The folder that contains <c>.pulumi</c>.</param>
internal sealed record BackendLayout(string Root)
{
    public string Bookkeeping => Path.Combine(Root, ".pulumi");

    public string MetaFile => Path.Combine(Bookkeeping, "meta.yaml");

    public string StacksFolder(string project) => Inside(project, "stacks");

    public string StackFile(StackName stack) => File(stack, "stacks", ".json");

    public string HistoryFolder(StackName stack) => Folder(stack, "history");

    public string BackupFolder(StackName stack) => Folder(stack, "backups");

    public string LockFolder(StackName stack) => Folder(stack, Path.Combine("locks", "organization"));

    public string JournalFile(StackName stack) => File(stack, "journals", ".journal");

    public string TagsFile(StackName stack) => File(stack, "stacks", ".pulumi-tags");

    private string Folder(StackName stack, string kind) => Inside(stack.Name, Inside(stack.Project, kind));

    private string File(StackName stack, string kind, string suffix) => Inside(stack.Name, Inside(stack.Project, kind)) + suffix;

    /// <exception cref="InvalidOperationRequestException">The name would lead to another folder.</exception>
    private string Inside(string name, string folder) =>
        name is "" or "." or ".." || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0
            ? throw new InvalidOperationRequestException($"'{name}' cannot be a name in {Bookkeeping}: it would lead out of its folder")
            : Path.Combine(Bookkeeping, folder, name);
}
