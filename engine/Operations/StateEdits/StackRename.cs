using Infra.Engine.Errors;
using Infra.Engine.Files;
using Infra.Engine.Secrets;
using Infra.Engine.State;
using Infra.Engine.State.Editing;

namespace Infra.Engine.Operations.StateEdits;

/// <summary>Renames a stack: its URNs, state, history, tags, stack file and generated passphrase.</summary>
internal sealed class StackRename(Workspace workspace, StackName old, StackName renamed)
{
    /// <exception cref="InvalidOperationRequestException">A stack of the new name exists.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var held = await workspace.Backend.LockAsync(old, cancellationToken);
        var newFile = workspace.Project.StackFile(renamed.Name);
        if (workspace.Backend.Exists(renamed) || (renamed.Project == workspace.Project.Name && File.Exists(newFile)))
        {
            throw new InvalidOperationRequestException($"a stack named {renamed.Name} already exists");
        }

        var session = StackSession.Open(workspace.Project, workspace.Backend, old, workspace.Environment);
        var renaming = new StackRenaming(old, renamed);
        session.Texts.Rename(renaming.Rename);
        CopyGeneratedPassphrase();
        var content = Checkpoint.Serialize(renamed, renaming.Rename(session.Snapshot), session.Texts, () => session.Secrets.Salt);
        await workspace.Backend.SaveCheckpointAsync(renamed, content, replaced: null, cancellationToken);
        MoveStackFile(session.File.FilePath, newFile);
        await Task.Run(() => workspace.Backend.RenameFiles(old, renamed), CancellationToken.None);
    }

    private static void MoveStackFile(string oldFile, string newFile)
    {
        if (File.Exists(oldFile))
        {
            DurableFile.Move(oldFile, newFile, FilePermissions.Umask);
        }
    }

    private void CopyGeneratedPassphrase()
    {
        var source = new PassphraseSource(old.Project, old.Name, workspace.Environment).GeneratedFile;
        if (File.Exists(source))
        {
            var target = new PassphraseSource(renamed.Project, renamed.Name, workspace.Environment).GeneratedFile;
            DurableFile.Write(target, File.ReadAllBytes(source), FilePermissions.OwnerOnly);
        }
    }
}
