using Infra.Engine.Errors;

namespace Infra.Engine.State;

/// <summary>
/// The paths in a backend: Pulumi's layout, and a folder of journals. A path made from a name stays inside the folder it is for.
/// </summary>
/// <param name="root">The folder that contains <c>.pulumi</c>, or the URL of one, without a final slash.</param>
/// <param name="separator">Between the names of a path; null for that of this system's files.</param>
internal sealed class BackendLayout(string root, char? separator = null)
{
    /// <summary>Stands between the names of a path.</summary>
    public char Separator { get; } = separator ?? Path.DirectorySeparatorChar;

    public string Root => root;

    public string Bookkeeping => Join(root, ".pulumi");

    public string MetaFile => Join(Bookkeeping, "meta.yaml");

    /// <summary>The folder with a folder of stacks for each project.</summary>
    public string ProjectsFolder => Join(Bookkeeping, "stacks");

    public string StacksFolder(string project) => Inside(project, ProjectsFolder);

    public string StackFile(StackName stack) => Of(stack, "stacks") + ".json";

    public string HistoryFolder(StackName stack) => Of(stack, "history");

    public string BackupFolder(StackName stack) => Of(stack, "backups");

    public string LockFolder(StackName stack) =>
        Inside(stack.Name, Inside(stack.Project, Join(Join(Bookkeeping, "locks"), "organization")));

    public string JournalFile(StackName stack) => Of(stack, "journals") + ".journal";

    public string TagsFile(StackName stack) => Of(stack, "stacks") + ".pulumi-tags";

    /// <summary>The path of a name in a folder.</summary>
    public string Join(string folder, string name) => folder.EndsWith(Separator) ? folder + name : $"{folder}{Separator}{name}";

    private string Of(StackName stack, string kind) => Inside(stack.Name, Inside(stack.Project, Join(Bookkeeping, kind)));

    /// <exception cref="InvalidOperationRequestException">The name would lead to another folder.</exception>
    private string Inside(string name, string folder) =>
        name is "" or "." or ".." || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0
            ? throw new InvalidOperationRequestException($"'{name}' cannot be a name in {Bookkeeping}: it would lead out of its folder")
            : Join(folder, name);
}
