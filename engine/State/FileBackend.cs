using System.Globalization;
using Infra.Engine.Errors;
using Infra.Engine.Files;

namespace Infra.Engine.State;

/// <summary>A stack in the list of a project's stacks.</summary>
/// <param name="Name">The name without the project.</param>
/// <param name="LastUpdate">The time of the last update, or null before the first.</param>
/// <param name="ResourceCount">The number of resources in the state.</param>
/// <param name="Problem">Why the state cannot be read, with the cure; null where it can.</param>
public sealed record StackSummary(string Name, DateTimeOffset? LastUpdate, int ResourceCount, string? Problem = null);

/// <summary>Stores stacks in a folder, in the layout of Pulumi's file backend.</summary>
public sealed class FileBackend
{
    private const string Scheme = "file://";

    private readonly TimeProvider _time;
    private readonly Func<string, string?> _environment;
    private readonly CheckpointFiles _files;

    private FileBackend(string root, TimeProvider time, Func<string, string?> environment)
    {
        Layout = new BackendLayout(root);
        _time = time;
        _environment = environment;
        _files = new CheckpointFiles(Layout, time)
        {
            Compresses = environment("PULUMI_SELF_MANAGED_STATE_GZIP")?.ToUpperInvariant() is "1" or "TRUE" or "T",
        };
    }

    /// <summary>The folder that contains <c>.pulumi</c>.</summary>
    public string Root => Layout.Root;

    internal BackendLayout Layout { get; }

    /// <summary>Opens a backend. Its folders are created by the first write.</summary>
    /// <param name="url">A folder, with or without <c>file://</c>. A leading <c>~</c> is the user's home.</param>
    /// <param name="baseDirectory">The base of a relative folder.</param>
    /// <param name="time">The clock for locks and history; null for the system's.</param>
    /// <param name="environment">Reads an environment variable; null for the process's.</param>
    /// <exception cref="ConfigurationException">The URL is not that of a file backend.</exception>
    public static FileBackend Open(string url, string baseDirectory, TimeProvider? time = null, Func<string, string?>? environment = null)
    {
        var path = url.StartsWith(Scheme, StringComparison.Ordinal) ? url[Scheme.Length..] : url;
        if (path.Contains("://", StringComparison.Ordinal))
        {
            throw new ConfigurationException($"the backend `{url}` is not supported: use a folder, `file://<folder>`");
        }

        var query = path.IndexOf('?', StringComparison.Ordinal);
        path = query < 0 ? path : path[..query];
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        }

        return new FileBackend(
            Path.GetFullPath(path.Length == 0 ? "." : path, baseDirectory),
            time ?? TimeProvider.System,
            environment ?? Environment.GetEnvironmentVariable
        );
    }

    /// <summary>
    /// Lists the stacks of a project, sorted by name. One whose state cannot be read has a problem instead of its figures.
    /// </summary>
    public IReadOnlyList<StackSummary> List(string project)
    {
        var folder = Layout.StacksFolder(project);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return
        [
            .. Directory
                .EnumerateFiles(folder)
                .Select(file =>
                    file.EndsWith(".json", StringComparison.Ordinal) ? Path.GetFileName(file)[..^5]
                    : file.EndsWith(".json.gz", StringComparison.Ordinal) ? Path.GetFileName(file)[..^8]
                    : ""
                )
                .Where(name => name.Length > 0)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(name => SummarizeOrExplain(new StackName(project, name))),
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
        await _files.CreateAsync(stack, Checkpoint.SerializeEmpty(stack), cancellationToken);
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
        StackLock.ThrowIfLocked(stack, Locks(stack));
        if (!force && HasResources(stack))
        {
            throw new InvalidOperationRequestException(
                $"'{stack}' still has resources; removal rejected. Possible actions:\n"
                    + $"- Make sure that '{stack}' is the stack that you want to destroy\n"
                    + "- Run `infra destroy` to delete the resources, then run `infra stack rm`\n"
                    + "- Run `infra stack rm --force` to override this error"
            );
        }

        var file = _files.Find(stack)!;
        var backup = file + ".bak";
        DurableFile.Move(file, backup, FilePermissions.OwnerOnly);
        foreach (var other in StackFiles(stack).Where(other => removeBackups || other != backup).ToArray())
        {
            DurableFile.Delete(other);
        }

        string[] folders =
        [
            Layout.HistoryFolder(stack),
            Layout.LockFolder(stack),
            .. removeBackups ? [Layout.BackupFolder(stack)] : (string[])[],
        ];
        foreach (var folder in folders.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Lists the locks of a stack.</summary>
    public IReadOnlyList<HeldLock> Locks(StackName stack) => StackLock.Find(Layout, stack);

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
            DurableFile.Delete(held.File);
        }

        return removed.Length;
    }

    /// <exception cref="StackNotFoundException">The stack does not exist.</exception>
    internal void Require(StackName stack)
    {
        if (!Exists(stack))
        {
            throw new StackNotFoundException(stack.Name, [.. List(stack.Project).Select(summary => summary.Name)]);
        }
    }

    internal Task<StackLock> LockAsync(StackName stack, CancellationToken cancellationToken) =>
        StackLock.AcquireAsync(Layout, stack, LockHolder.Current(_time, _environment), cancellationToken);

    internal Checkpoint LoadCheckpoint(StackName stack)
    {
        Require(stack);
        return Checkpoint.Load(_files.Find(stack)!);
    }

    /// <summary>Loads the checkpoint of a stack; an empty one where the stack has only its configuration file.</summary>
    internal Checkpoint LoadCheckpointOrEmpty(StackName stack) =>
        _files.Find(stack) is { } file ? Checkpoint.Load(file) : Checkpoint.CreateEmpty(Layout.StackFile(stack), stack);

    /// <summary>The SHA-256 of the checkpoint as it is on the disk now; null where there is none.</summary>
    internal string? ComputeCheckpointHash(StackName stack) =>
        _files.Find(stack) is { } file ? Checkpoint.ComputeHash(File.ReadAllBytes(file)) : null;

    /// <summary>
    /// Replaces the stack's checkpoint, of which it keeps a copy with the suffix <c>.bak</c>, and deletes the journal. The journal records
    /// first that the new checkpoint includes it.
    /// </summary>
    /// <returns>The SHA-256 of the new file.</returns>
    internal async Task<string> SaveCheckpointAsync(StackName stack, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await EnsureMetaAsync(cancellationToken);
        var file = _files.Prepare(stack, content);
        var journal = Layout.JournalFile(stack);
        if (File.Exists(journal))
        {
            await StateJournal.FinishAsync(journal, file.Hash);
        }

        await _files.ReplaceAsync(stack, file, cancellationToken);
        DurableFile.Delete(journal);
        return file.Hash;
    }

    /// <summary>Keeps a state that must not replace the stack's, as an export beside it.</summary>
    /// <returns>The path of the file.</returns>
    internal async Task<string> SaveBesideAsync(StackName stack, ReadOnlyMemory<byte> export)
    {
        var path = $"{Layout.StackFile(stack)}.{_time.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}.unsaved";
        await DurableFile.WriteAsync(path, export, FilePermissions.OwnerOnly, CancellationToken.None);
        return path;
    }

    /// <summary>Moves the journal of an update of another state out of the way.</summary>
    /// <returns>Its new path.</returns>
    internal string SetJournalAside(StackName stack)
    {
        var journal = Layout.JournalFile(stack);
        var path = $"{journal}.{_time.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}.unused";
        DurableFile.Move(journal, path, FilePermissions.OwnerOnly);
        return path;
    }

    internal Task AddHistoryAsync(StackName stack, byte[] checkpoint, byte[] note, CancellationToken cancellationToken) =>
        _files.AddHistoryAsync(stack, checkpoint, note, cancellationToken);

    /// <summary>Finds a folder of the backend that other users may write to, or null.</summary>
    internal string? FindWorldWritable(StackName stack) =>
        ((string[])[Layout.Bookkeeping, Layout.StacksFolder(stack.Project)]).FirstOrDefault(folder =>
            !OperatingSystem.IsWindows() && Directory.Exists(folder) && File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherWrite)
        );

    private IEnumerable<string> StackFiles(StackName stack)
    {
        var plain = Layout.StackFile(stack);
        return ((string[])[plain, plain + ".bak", plain + ".gz", plain + ".gz.bak", Layout.TagsFile(stack)])
            .SelectMany(file => (string[])[file, file + ".attrs"])
            .Append(Layout.JournalFile(stack))
            .Where(File.Exists);
    }

    /// <summary>True if the stack has resources besides itself.</summary>
    private bool HasResources(StackName stack)
    {
        using var checkpoint = LoadCheckpoint(stack);
        return checkpoint.ReadTypes() is not ([] or [Resources.Urn.StackType]);
    }

    private StackSummary SummarizeOrExplain(StackName stack)
    {
        try
        {
            return Summarize(stack);
        }
        catch (StateException error)
        {
            return new StackSummary(stack.Name, null, 0, error.Message);
        }
    }

    private StackSummary Summarize(StackName stack)
    {
        using var checkpoint = LoadCheckpoint(stack);
        var (time, resources) = checkpoint.ReadSummary();
        var parsed =
            DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var last) && last.Year > 1
                ? last
                : (DateTimeOffset?)null;
        return new StackSummary(stack.Name, parsed, resources);
    }

    private async Task EnsureMetaAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Layout.MetaFile))
        {
            await DurableFile.WriteAsync(Layout.MetaFile, "version: 1\n"u8.ToArray(), FilePermissions.OwnerOnly, cancellationToken);
        }
    }
}
