using System.Globalization;
using Infra.Engine.Errors;
using Infra.Engine.Files;

namespace Infra.Engine.State;

/// <summary>A stack in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="LastUpdate">When its state was last written, or null where it never was.</param>
/// <param name="ResourceCount">How many resources it has.</param>
public sealed record StackSummary(string Name, DateTimeOffset? LastUpdate, int ResourceCount);

/// <summary>Stacks in a folder of files, in the layout of Pulumi's own file backend.</summary>
public sealed class FileBackend
{
    private const string Scheme = "file://";

    private readonly TimeProvider _time;

    private FileBackend(string root, TimeProvider time)
    {
        Layout = new BackendLayout(root);
        _time = time;
    }

    /// <summary>The folder that holds <c>.pulumi</c>.</summary>
    public string Root => Layout.Root;

    internal BackendLayout Layout { get; }

    /// <summary>Opens a backend; its folders are made when something is written.</summary>
    /// <param name="url">A folder, or <c>file://</c> and a folder, <c>~</c> being the user's home.</param>
    /// <param name="baseDirectory">What a relative folder is relative to.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ConfigurationException">It is no file backend.</exception>
    public static FileBackend Open(string url, string baseDirectory, TimeProvider? time = null)
    {
        var path = url.StartsWith(Scheme, StringComparison.Ordinal) ? url[Scheme.Length..] : url;
        if (path.Contains("://", StringComparison.Ordinal))
        {
            throw new ConfigurationException($"the backend `{url}` is not supported here: only folders are, written `file://<folder>`");
        }

        var query = path.IndexOf('?', StringComparison.Ordinal);
        path = query < 0 ? path : path[..query];
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        }

        return new FileBackend(Path.GetFullPath(path.Length == 0 ? "." : path, baseDirectory), time ?? TimeProvider.System);
    }

    /// <summary>The stacks of a project, by name.</summary>
    public IReadOnlyList<StackSummary> List(string project)
    {
        var folder = Layout.StacksFolder(project);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return [.. Directory.EnumerateFiles(folder)
            .Select(file => file.EndsWith(".json", StringComparison.Ordinal) ? Path.GetFileName(file)[..^5]
                : file.EndsWith(".json.gz", StringComparison.Ordinal) ? Path.GetFileName(file)[..^8] : "")
            .Where(name => name.Length > 0)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(name => Summarize(new StackName(project, name)))];
    }

    /// <summary>True where there is such a stack.</summary>
    public bool Exists(StackName stack) => FindFile(stack) is not null;

    /// <summary>Makes a stack without resources.</summary>
    /// <exception cref="InvalidOperationRequestException">There is one of that name already.</exception>
    public async Task CreateAsync(StackName stack, CancellationToken cancellationToken = default)
    {
        if (Exists(stack))
        {
            throw new InvalidOperationRequestException($"stack '{stack.Full}' already exists");
        }

        await EnsureMetaAsync(cancellationToken);
        await WriteAsync(Layout.StackFile(stack), Checkpoint.SerializeEmpty(stack), cancellationToken);
    }

    /// <summary>Removes a stack, its history and its backups.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="force">True to remove it although it has resources, which are then nobody's.</param>
    /// <exception cref="InvalidOperationRequestException">It still has resources.</exception>
    public void Remove(StackName stack, bool force = false)
    {
        Require(stack);
        Refuse(StackLock.Holders(Layout, stack), stack);
        if (!force && Summarize(stack).ResourceCount is > 0 and var count)
        {
            throw new InvalidOperationRequestException(
                $"stack '{stack}' still has {count} resource(s): `destroy` it first, or use --force to forget them");
        }

        foreach (var file in StackFiles(stack))
        {
            File.Delete(file);
        }

        foreach (var folder in (string[])[Layout.HistoryFolder(stack), Layout.BackupFolder(stack), Layout.LockFolder(stack)])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>Who holds locks of a stack.</summary>
    public IReadOnlyList<LockHolder> LockHolders(StackName stack) => [.. StackLock.Holders(Layout, stack).Select(entry => entry.Holder)];

    /// <summary>Removes every lock of a stack, whoever holds it.</summary>
    /// <returns>How many there were.</returns>
    public int Cancel(StackName stack)
    {
        Require(stack);
        return StackLock.RemoveAll(Layout, stack);
    }

    /// <exception cref="StackNotFoundException">There is no such stack.</exception>
    internal void Require(StackName stack)
    {
        if (!Exists(stack))
        {
            throw new StackNotFoundException(stack.Name, [.. List(stack.Project).Select(summary => summary.Name)]);
        }
    }

    internal Task<StackLock> LockAsync(StackName stack, CancellationToken cancellationToken) => StackLock.AcquireAsync(Layout, stack, _time, cancellationToken);

    internal Checkpoint LoadCheckpoint(StackName stack)
    {
        Require(stack);
        return Checkpoint.Load(FindFile(stack)!);
    }

    /// <summary>Puts a checkpoint in the place of the stack's one, of which a copy stays beside it.</summary>
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

    /// <summary>Keeps a copy of the state and a note on the update that led to it.</summary>
    internal async Task AddHistoryAsync(StackName stack, byte[] checkpoint, byte[] note, CancellationToken cancellationToken)
    {
        var stamp = ((_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);
        await WriteAsync(Path.Combine(Layout.HistoryFolder(stack), $"{stack.Name}-{stamp}.history.json"), note, cancellationToken);
        await WriteAsync(Path.Combine(Layout.HistoryFolder(stack), $"{stack.Name}-{stamp}.checkpoint.json"), checkpoint, cancellationToken);
        await WriteAsync(Path.Combine(Layout.BackupFolder(stack), $"{stack.Name}.{stamp}.json"), checkpoint, cancellationToken);
    }

    private static Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        DurableFile.WriteAsync(path, content, FilePermissions.OwnerOnly, cancellationToken);

    private static void Refuse(IReadOnlyList<(string File, LockHolder Holder)> locks, StackName stack)
    {
        if (locks is [var (_, holder), ..])
        {
            throw new StackLockedException($"the stack '{stack}' is locked by {holder.Username}@{holder.Hostname} (pid {holder.Pid})");
        }
    }

    private string? FindFile(StackName stack)
    {
        var plain = Layout.StackFile(stack);
        return File.Exists(plain) ? plain : File.Exists(plain + ".gz") ? plain + ".gz" : null;
    }

    private IEnumerable<string> StackFiles(StackName stack)
    {
        var plain = Layout.StackFile(stack);
        return ((string[])[plain, plain + ".bak", plain + ".gz", plain + ".gz.bak", Layout.TagsFile(stack)])
            .SelectMany(file => (string[])[file, file + ".attrs"])
            .Append(Layout.JournalFile(stack))
            .Where(File.Exists);
    }

    private StackSummary Summarize(StackName stack)
    {
        using var checkpoint = LoadCheckpoint(stack);
        var (time, resources) = checkpoint.ReadSummary();
        var parsed = DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var last) && last.Year > 1 ? last : (DateTimeOffset?)null;
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
