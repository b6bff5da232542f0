using System.Globalization;
using Infra.Engine.Errors;
using Infra.Engine.Files;

namespace Infra.Engine.State;

/// <summary>A stack in the list of a project's stacks.</summary>
/// <param name="Name">The name without the project.</param>
/// <param name="LastUpdate">The time of the last update, or null before the first.</param>
/// <param name="ResourceCount">The number of resources in the state.</param>
public sealed record StackSummary(string Name, DateTimeOffset? LastUpdate, int ResourceCount);

/// <summary>Stores stacks in a folder, in the layout of Pulumi's file backend.</summary>
public sealed class FileBackend
{
    private const string Scheme = "file://";

    private readonly TimeProvider _time;

    private FileBackend(string root, TimeProvider time)
    {
        Layout = new BackendLayout(root);
        _time = time;
    }

    /// <summary>The folder that contains <c>.pulumi</c>.</summary>
    public string Root => Layout.Root;

    internal BackendLayout Layout { get; }

    /// <summary>Opens a backend. Its folders are created by the first write.</summary>
    /// <param name="url">A folder, with or without <c>file://</c>. A leading <c>~</c> is the user's home.</param>
    /// <param name="baseDirectory">The base of a relative folder.</param>
    /// <param name="time">The clock for locks and history; null for the system's.</param>
    /// <exception cref="ConfigurationException">The URL is not that of a file backend.</exception>
    public static FileBackend Open(string url, string baseDirectory, TimeProvider? time = null)
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

        return new FileBackend(Path.GetFullPath(path.Length == 0 ? "." : path, baseDirectory), time ?? TimeProvider.System);
    }

    /// <summary>Lists the stacks of a project, sorted by name.</summary>
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
                .Select(name => Summarize(new StackName(project, name))),
        ];
    }

    /// <summary>True if the stack exists.</summary>
    public bool Exists(StackName stack) => FindFile(stack) is not null;

    /// <summary>Creates a stack without resources.</summary>
    /// <exception cref="InvalidOperationRequestException">A stack of this name exists.</exception>
    public async Task CreateAsync(StackName stack, CancellationToken cancellationToken = default)
    {
        if (Exists(stack))
        {
            throw new InvalidOperationRequestException($"stack '{stack.Full}' already exists");
        }

        await EnsureMetaAsync(cancellationToken);
        await WriteAsync(Layout.StackFile(stack), Checkpoint.SerializeEmpty(stack), cancellationToken);
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
        ThrowIfLocked(StackLock.FindHolders(Layout, stack), stack);
        if (!force && HasResources(stack))
        {
            throw new InvalidOperationRequestException(
                $"'{stack}' still has resources; removal rejected. Possible actions:\n"
                    + $"- Make sure that '{stack}' is the stack that you want to destroy\n"
                    + "- Run `infra destroy` to delete the resources, then run `infra stack rm`\n"
                    + "- Run `infra stack rm --force` to override this error"
            );
        }

        var file = FindFile(stack)!;
        var backup = file + ".bak";
        File.Move(file, backup, overwrite: true);
        foreach (var other in StackFiles(stack).Where(other => removeBackups || other != backup).ToArray())
        {
            File.Delete(other);
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

    /// <summary>Lists the holders of a stack's locks.</summary>
    public IReadOnlyList<LockHolder> LockHolders(StackName stack) =>
        [.. StackLock.FindHolders(Layout, stack).Select(entry => entry.Holder)];

    /// <summary>Removes all locks of a stack.</summary>
    /// <returns>The number of removed locks.</returns>
    public int Cancel(StackName stack)
    {
        Require(stack);
        return StackLock.RemoveAll(Layout, stack);
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
        StackLock.AcquireAsync(Layout, stack, _time, cancellationToken);

    internal Checkpoint LoadCheckpoint(StackName stack)
    {
        Require(stack);
        return Checkpoint.Load(FindFile(stack)!);
    }

    /// <summary>Replaces the stack's checkpoint, of which it keeps a copy with the suffix <c>.bak</c>, and deletes the journal.</summary>
    internal async Task SaveCheckpointAsync(StackName stack, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await EnsureMetaAsync(cancellationToken);
        var file = Layout.StackFile(stack);
        var old = FindFile(stack);
        if (old is not null)
        {
            await WriteAsync(old + ".bak", await File.ReadAllBytesAsync(old, cancellationToken), cancellationToken);
        }

        await WriteAsync(file, content, cancellationToken);
        if (old is not null && old != file)
        {
            File.Delete(old);
        }

        if (File.Exists(Layout.JournalFile(stack)))
        {
            File.Delete(Layout.JournalFile(stack));
        }
    }

    /// <summary>Adds an update to the history: a record of it, and a copy of the state it led to.</summary>
    internal async Task AddHistoryAsync(StackName stack, byte[] checkpoint, byte[] note, CancellationToken cancellationToken)
    {
        var stamp = ((_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);
        await WriteAsync(Path.Combine(Layout.HistoryFolder(stack), $"{stack.Name}-{stamp}.history.json"), note, cancellationToken);
        await WriteAsync(Path.Combine(Layout.HistoryFolder(stack), $"{stack.Name}-{stamp}.checkpoint.json"), checkpoint, cancellationToken);
        await WriteAsync(Path.Combine(Layout.BackupFolder(stack), $"{stack.Name}.{stamp}.json"), checkpoint, cancellationToken);
    }

    private static Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        DurableFile.WriteAsync(path, content, FilePermissions.OwnerOnly, cancellationToken);

    private static void ThrowIfLocked(IReadOnlyList<(string File, LockHolder Holder)> locks, StackName stack)
    {
        if (locks is [var (_, holder), ..])
        {
            throw new StackLockedException(
                $"the stack '{stack}' is locked by {holder.Username}@{holder.Hostname} (pid {holder.Pid}): "
                    + "wait for its update to end, or remove the lock with `infra cancel`"
            );
        }
    }

    private string? FindFile(StackName stack)
    {
        var plain = Layout.StackFile(stack);
        return File.Exists(plain) ? plain
            : File.Exists(plain + ".gz") ? plain + ".gz"
            : null;
    }

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
            await WriteAsync(Layout.MetaFile, "version: 1\n"u8.ToArray(), cancellationToken);
        }
    }
}
