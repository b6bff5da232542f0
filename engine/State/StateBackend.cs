using Infra.Engine.Errors;
using Infra.Engine.State.Stores;

namespace Infra.Engine.State;

/// <summary>Stores stacks in the layout of Pulumi's own backends.</summary>
public sealed class StateBackend
{
    private readonly IStateStore _store;
    private readonly IJournalStore _journals;
    private readonly IStackLocks _locks;
    private readonly TimeProvider _time;
    private readonly Func<string, string?> _environment;
    private readonly CheckpointFiles _files;
    private bool _hasMeta;

    /// <param name="store">Stores the files.</param>
    /// <param name="journals">Stores the journals of running updates.</param>
    /// <param name="locks">Keeps updates of one stack apart.</param>
    /// <param name="time">The clock for locks and history.</param>
    /// <param name="environment">Reads an environment variable.</param>
    internal StateBackend(
        IStateStore store,
        IJournalStore journals,
        IStackLocks locks,
        TimeProvider time,
        Func<string, string?> environment
    )
    {
        _store = store;
        _journals = journals;
        _locks = locks;
        _time = time;
        _environment = environment;
        _files = new CheckpointFiles(store, time)
        {
            Compresses = environment("PULUMI_SELF_MANAGED_STATE_GZIP")?.ToUpperInvariant() is "1" or "TRUE" or "T",
        };
    }

    /// <summary>The URL that opens the backend again.</summary>
    public string Url => _store.Url;

    /// <summary>The URL of a backend that other machines use, too; null for one in a folder.</summary>
    internal string? SharedUrl => _store is FileStore ? null : _store.Url;

    internal IStateStore Store => _store;

    internal BackendLayout Layout => _store.Layout;

    /// <summary>Opens a backend in a folder.</summary>
    internal static StateBackend OpenFolder(string root, TimeProvider time, Func<string, string?> environment)
    {
        var store = new FileStore(root);
        return new StateBackend(store, FileJournals.Instance, new FileLocks(store), time, environment);
    }

    /// <summary>
    /// Lists the stacks of a project, sorted by name. One whose state cannot be read has a problem instead of its figures.
    /// </summary>
    public IReadOnlyList<StackSummary> List(string project)
    {
        return
        [
            .. _store
                .ListFiles(Layout.StacksFolder(project))
                .Select(file =>
                    file.EndsWith(".json", StringComparison.Ordinal) ? Path.GetFileName(file)[..^5]
                    : file.EndsWith(".json.gz", StringComparison.Ordinal) ? Path.GetFileName(file)[..^8]
                    : ""
                )
                .Where(name => name.Length > 0)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(name => StackSummary.Create(name, () => LoadCheckpoint(new StackName(project, name)))),
        ];
    }

    /// <summary>True if the stack exists.</summary>
    public bool Exists(StackName stack) => _files.Find(stack) is not null;

    /// <summary>Creates a stack without resources.</summary>
    /// <exception cref="InvalidOperationRequestException">A stack of this name exists.</exception>
    public async Task CreateAsync(StackName stack, CancellationToken cancellationToken = default)
    {
        if (Exists(stack))
        {
            throw new InvalidOperationRequestException($"stack '{stack.Full}' already exists");
        }

        await EnsureMetaAsync(cancellationToken);
        try
        {
            await _files.CreateAsync(stack, Checkpoint.SerializeEmpty(stack), cancellationToken);
        }
        catch (StateConflictException)
        {
            // Another command created it at the same moment.
            throw new InvalidOperationRequestException($"stack '{stack.Full}' already exists");
        }
    }

    /// <summary>Removes a stack and its history.</summary>
    /// <param name="stack">The stack to remove.</param>
    /// <param name="force">True to remove a stack with resources, which continue to exist but are no longer managed.</param>
    /// <param name="removeBackups">True to remove the backups as well; otherwise the last state becomes one.</param>
    /// <exception cref="InvalidOperationRequestException">The stack has resources.</exception>
    /// <exception cref="StackLockedException">An update of the stack is running.</exception>
    public void Remove(StackName stack, bool force = false, bool removeBackups = false)
    {
        Require(stack);
        using var held = _locks.Acquire(stack, LockHolder.Current(_time, _environment));
        if (!force && HasResources(stack))
        {
            throw new InvalidOperationRequestException(
                $"'{stack}' still has resources; removal rejected. Possible actions:\n"
                    + $"- Make sure that '{stack}' is the stack that you want to destroy\n"
                    + "- Run `infra destroy` to delete the resources, then run `infra stack rm`\n"
                    + "- Run `infra stack rm --force` to override this error"
            );
        }

        new StackFiles(_store, _journals).Remove(stack, _files.Find(stack)!, removeBackups);
        _locks.RemoveAll(stack);
    }

    /// <summary>Lists the locks of a stack.</summary>
    public IReadOnlyList<HeldLock> Locks(StackName stack) => _locks.Find(stack);

    /// <summary>Removes the locks of a stack. It does not stop the updates that hold them, which then do not save their state.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="run">The update whose lock is removed; null for all.</param>
    /// <returns>The number of removed locks.</returns>
    /// <exception cref="InvalidOperationRequestException">There is no such update.</exception>
    public int Cancel(StackName stack, string? run = null)
    {
        Require(stack);
        var locks = Locks(stack);
        HeldLock[] removed = [.. locks.Where(held => run is null || held.Run == run)];
        if (run is not null && removed.Length == 0)
        {
            throw new InvalidOperationRequestException(
                locks.Count == 0
                    ? $"the stack '{stack}' is not locked"
                    : $"no update '{run}' holds a lock of the stack '{stack}'; there are: {string.Join(", ", locks.Select(held => held.Run))}"
            );
        }

        foreach (var held in removed)
        {
            _locks.Remove(stack, held);
        }

        return removed.Length;
    }

    /// <summary>Opens a file of the backend, or null where there is none, or it is elsewhere.</summary>
    /// <param name="location">A path or URL, as messages name it.</param>
    public Stream? OpenFile(string location) =>
        location.StartsWith(Layout.Root + Layout.Separator, StringComparison.Ordinal) && _store.Read(location) is { } file
            ? new MemoryStream(file.Content)
            : null;

    /// <exception cref="StackNotFoundException">The stack does not exist.</exception>
    internal void Require(StackName stack)
    {
        if (!Exists(stack))
        {
            throw NotFound(stack);
        }
    }

    /// <summary>Takes the lock of a stack.</summary>
    /// <exception cref="StackLockedException">Another update holds it.</exception>
    internal Task<IStackLock> LockAsync(StackName stack, CancellationToken cancellationToken) =>
        Task.Run(() => _locks.Acquire(stack, LockHolder.Current(_time, _environment)), cancellationToken);

    internal Checkpoint LoadCheckpoint(StackName stack) => FindCheckpoint(stack) ?? throw NotFound(stack);

    /// <summary>Loads the checkpoint of a stack; an empty one where the stack has only its configuration file.</summary>
    internal Checkpoint LoadCheckpointOrEmpty(StackName stack) =>
        FindCheckpoint(stack) ?? Checkpoint.CreateEmpty(Layout.StackFile(stack), stack);

    /// <summary>
    /// Replaces the stack's checkpoint, of which it keeps a copy with the suffix <c>.bak</c>, and deletes the journal. The journal records
    /// first that the new checkpoint includes it.
    /// </summary>
    /// <param name="stack">The stack.</param>
    /// <param name="content">The new checkpoint.</param>
    /// <param name="replaced">The hash of the checkpoint that it replaces; null for a stack that must not exist yet.</param>
    /// <param name="cancellationToken">Cancels the replacement until it begins.</param>
    /// <returns>The SHA-256 of the new file.</returns>
    /// <exception cref="StateConflictException">The checkpoint is another one, and is left as it is.</exception>
    internal async Task<string> SaveCheckpointAsync(
        StackName stack,
        ReadOnlyMemory<byte> content,
        string? replaced,
        CancellationToken cancellationToken
    )
    {
        await EnsureMetaAsync(cancellationToken);
        var journal = Layout.JournalFile(stack);
        var hash = await _files.ReplaceAsync(stack, content, replaced, async next =>
        {
            if (_journals.Exists(journal))
            {
                await StateJournal.FinishAsync(_journals.Append(journal), next);
            }
        });
        await Task.Run(() => _journals.Delete(journal), CancellationToken.None);
        return hash;
    }

    /// <summary>Begins the journal of an update. It replaces an existing one.</summary>
    internal Task<StateJournal> BeginJournalAsync(
        StackName stack,
        JournalHeader header,
        CiphertextCache secrets,
        CancellationToken cancellationToken
    ) => Task.Run(() => StateJournal.BeginAsync(_journals.Create(Layout.JournalFile(stack)), header, secrets), cancellationToken);

    /// <summary>Deletes the journal of a stack, if there is one.</summary>
    internal void DropJournal(StackName stack) => _journals.Delete(Layout.JournalFile(stack));

    /// <summary>Reads the journal that an interrupted update has left, or null.</summary>
    internal StoredJournal? ReadJournal(StackName stack)
    {
        var location = Layout.JournalFile(stack);
        return _journals.Read(location) is { } content ? new StoredJournal(location, content) : null;
    }

    /// <summary>Keeps a state that must not replace the stack's, as an export beside it.</summary>
    /// <returns>The location of the file.</returns>
    internal async Task<string> SaveBesideAsync(StackName stack, ReadOnlyMemory<byte> export)
    {
        var location = $"{Layout.StackFile(stack)}.{_time.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}.unsaved";
        await Task.Run(() => _store.Write(location, export));
        return location;
    }

    /// <summary>Moves the journal of an update of another state out of the way.</summary>
    /// <returns>Its new location.</returns>
    internal string SetJournalAside(StackName stack)
    {
        var journal = Layout.JournalFile(stack);
        var location = $"{journal}.{_time.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}.unused";
        _journals.Move(journal, location);
        return location;
    }

    /// <summary>Moves the files of a stack whose state has been saved under a new name.</summary>
    internal void RenameFiles(StackName old, StackName renamed) => new StackFiles(_store, _journals).Rename(old, renamed);

    internal Task AddHistoryAsync(StackName stack, ReadOnlyMemory<byte> checkpoint, byte[] note, CancellationToken cancellationToken) =>
        _files.AddHistoryAsync(stack, checkpoint, note, cancellationToken);

    /// <summary>Describes who else can change the state and should not.</summary>
    internal IEnumerable<string> DescribeRisks(StackName stack) =>
        _store.DescribeRisks([Layout.Bookkeeping, Layout.StacksFolder(stack.Project)]);

    private Checkpoint? FindCheckpoint(StackName stack) =>
        _files.Read(stack) is { } found ? new Checkpoint(_store, found.Location, found.File.Content) : null;

    private StackNotFoundException NotFound(StackName stack) => new(stack.Name, [.. List(stack.Project).Select(summary => summary.Name)]);

    /// <summary>True if the stack has resources besides itself.</summary>
    private bool HasResources(StackName stack)
    {
        using var checkpoint = LoadCheckpoint(stack);
        return checkpoint.ReadTypes() is not ([] or [Resources.Urn.StackType]);
    }

    private async Task EnsureMetaAsync(CancellationToken cancellationToken)
    {
        if (!_hasMeta)
        {
            await Task.Run(WriteMissingMeta, cancellationToken);
            _hasMeta = true;
        }
    }

    private void WriteMissingMeta()
    {
        if (!_store.Exists(Layout.MetaFile))
        {
            _store.Write(Layout.MetaFile, "version: 1\n"u8.ToArray());
        }
    }
}
