namespace Infra.Engine.State;

/// <summary>The paths in a file backend: Pulumi's layout, and a folder of journals.</summary>
/// <param name="Root">The folder that contains <c>.pulumi</c>.</param>
internal sealed record BackendLayout(string Root)
{
    public string Bookkeeping => Path.Combine(Root, ".pulumi");

    public string MetaFile => Path.Combine(Bookkeeping, "meta.yaml");

    public string StacksFolder(string project) => Path.Combine(Bookkeeping, "stacks", project);

    public string StackFile(StackName stack) => Path.Combine(StacksFolder(stack.Project), $"{stack.Name}.json");

    public string HistoryFolder(StackName stack) => Path.Combine(Bookkeeping, "history", stack.Project, stack.Name);

    public string BackupFolder(StackName stack) => Path.Combine(Bookkeeping, "backups", stack.Project, stack.Name);

    public string LockFolder(StackName stack) => Path.Combine(Bookkeeping, "locks", "organization", stack.Project, stack.Name);

    public string JournalFile(StackName stack) => Path.Combine(Bookkeeping, "journals", stack.Project, $"{stack.Name}.journal");

    public string TagsFile(StackName stack) => Path.Combine(StacksFolder(stack.Project), $"{stack.Name}.pulumi-tags");
}
