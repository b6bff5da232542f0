using Infra.Engine.State.Stores;

namespace Infra.Engine.State;

/// <summary>All files of a stack, where it is removed or renamed.</summary>
internal sealed class StackFiles(IStateStore store, IJournalStore journals)
{
    /// <summary>Removes the files of a stack. Its last state becomes its backup.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="checkpoint">The location of its checkpoint.</param>
    /// <param name="removeBackups">True to remove the backups as well.</param>
    public void Remove(StackName stack, string checkpoint, bool removeBackups)
    {
        var layout = store.Layout;
        var backup = checkpoint + ".bak";
        store.Move(checkpoint, backup);
        var plain = layout.StackFile(stack);
        string[] files =
        [
            .. ((string[])[plain, plain + ".bak", plain + ".gz", plain + ".gz.bak", layout.TagsFile(stack)]).SelectMany(file =>
                (string[])[file, file + ".attrs"]
            ),
        ];
        foreach (var file in files.Where(file => removeBackups || file != backup))
        {
            store.Delete(file);
        }

        journals.Delete(layout.JournalFile(stack));
        store.DeleteFolder(layout.HistoryFolder(stack));
        if (removeBackups)
        {
            store.DeleteFolder(layout.BackupFolder(stack));
        }
    }

    /// <summary>Moves the files of an old name after the state has been saved under the new one. The last state becomes a backup.</summary>
    public void Rename(StackName old, StackName renamed)
    {
        var layout = store.Layout;
        foreach (var file in (string[])[layout.StackFile(old), layout.StackFile(old) + ".gz"])
        {
            MoveExisting(file, file + ".bak");
        }

        journals.Delete(layout.JournalFile(old));
        MoveExisting(layout.TagsFile(old), layout.TagsFile(renamed));
        foreach (var file in store.ListFiles(layout.HistoryFolder(old)))
        {
            var name = Path.GetFileName(file);
            if (
                name.StartsWith($"{old.Name}-", StringComparison.Ordinal)
                && !name[(old.Name.Length + 1)..].Contains('-', StringComparison.Ordinal)
            )
            {
                store.Move(file, layout.Join(layout.HistoryFolder(renamed), renamed.Name + name[old.Name.Length..]));
            }
        }
    }

    private void MoveExisting(string location, string target)
    {
        if (store.Exists(location))
        {
            store.Move(location, target);
        }
    }
}
