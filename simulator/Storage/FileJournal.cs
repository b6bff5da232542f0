using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Storage;

/// <summary>
/// The store on disk: a snapshot, and the changes since in journals. A change reaches the operating system before it becomes visible, so
/// a crash of the process loses none; files are forced to the disk when a snapshot is written and on disposal. A snapshot is due after as
/// many changes as there are objects, which keeps the cost per change constant. It is written in the background while changes go to a new
/// journal; if that fails, the journals are kept and the next snapshot is tried after as many changes again.
/// </summary>
internal sealed class FileJournal : IStoreJournal, IAsyncDisposable
{
    private const string SnapshotName = "state.snapshot";
    private const string JournalPrefix = "state.journal.";
    private const int DefaultMinimumChanges = 20_000;

    private readonly string _directory;
    private readonly Dictionary<(GroupResource, string, string), KubeObject> _objects;
    private readonly int _minimumChanges;
    private readonly Func<Action, Task> _runInBackground;
    private readonly ArrayBufferWriter<byte> _line = new();
    private FileStream _stream;
    private Task _snapshot = Task.CompletedTask;
    private Exception? _failure;
    private int _changes;

    private FileJournal(string directory, StateRecovery recovered, int minimumChanges, Func<Action, Task> runInBackground)
    {
        _directory = directory;
        _objects = recovered.Objects;
        _minimumChanges = minimumChanges;
        _runInBackground = runInBackground;
        Version = recovered.Version;
        WriteSnapshot(_objects.Values, Version);
        foreach (var item in _objects.Values)
        {
            item.Compact();
        }

        _stream = OpenJournal();
    }

    /// <summary>The objects as of <see cref="Version"/>.</summary>
    public IEnumerable<KubeObject> Objects => _objects.Values;

    /// <summary>The version of the last change.</summary>
    public long Version { get; private set; }

    /// <summary>Recovers the state in a directory and continues from it.</summary>
    /// <param name="directory">The cluster's directory.</param>
    /// <param name="minimumChanges">Changes between snapshots while there are few objects.</param>
    /// <param name="runInBackground">Starts the writing of a snapshot; the thread pool by default.</param>
    /// <exception cref="InvalidDataException">The snapshot or a journal is damaged.</exception>
    public static FileJournal Open(string directory, int minimumChanges = DefaultMinimumChanges, Func<Action, Task>? runInBackground = null)
    {
        var recovered = StateRecovery.Run(Path.Combine(directory, SnapshotName), FindJournals(directory));
        return new FileJournal(directory, recovered, minimumChanges, runInBackground ?? Task.Run);
    }

    /// <inheritdoc/>
    public void Append(WatchEvent change)
    {
        if (_failure is not null)
        {
            throw new IOException(
                $"The cluster's state in {_directory} could not be written earlier. Free space on the disk and restart the cluster.",
                _failure
            );
        }

        var isDeleted = change.Type == WatchEventType.Deleted;
        _line.ResetWrittenCount();
        AppendObject(_line, change.Item, isDeleted);
        try
        {
            _stream.Write(_line.WrittenSpan);
        }
        catch (IOException failure)
        {
            // The file may end with an incomplete line, after which no further one can be read.
            _failure = failure;
            throw;
        }

        StateRecovery.Apply(_objects, isDeleted, change.Item);
        Version = change.Version;
        if (++_changes >= Math.Max(_minimumChanges, _objects.Count) && _snapshot.IsCompleted)
        {
            StartSnapshot();
        }
    }

    /// <summary>Waits for a snapshot being written, and forces the journal to the disk.</summary>
    /// <exception cref="IOException">The last snapshot could not be written; no change is lost.</exception>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _snapshot;
        }
        finally
        {
            if (_failure is null)
            {
                _stream.Flush(flushToDisk: true);
            }

            await _stream.DisposeAsync();
        }
    }

    private static List<string> FindJournals(string directory) =>
        [.. Directory.EnumerateFiles(directory, JournalPrefix + "*").Order(StringComparer.Ordinal)];

    private static void AppendObject(ArrayBufferWriter<byte> buffer, KubeObject item, bool isDeleted) => StateFile.Append(buffer, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("version"u8, item.Version);
            writer.WriteString("group"u8, item.Resource.Group);
            writer.WriteString("resource"u8, item.Resource.Resource);
            if (isDeleted)
            {
                writer.WriteBoolean("deleted"u8, true);
            }

            writer.WritePropertyName("object"u8);
            writer.WriteRawValue(item.Json.Span, skipInputValidation: true);
            writer.WriteEndObject();
        });

    // The store is locked meanwhile: only references are copied here.
    private void StartSnapshot()
    {
        FileStream next;
        try
        {
            next = OpenJournal();
        }
        catch (IOException failure)
        {
            // The change that made the snapshot due is in the journal; the next one reports the failure.
            _failure = failure;
            return;
        }

        _stream.Dispose();
        _stream = next;
        _changes = 0;
        var (objects, version) = (_objects.Values.ToArray(), Version);
        _snapshot = _runInBackground(() => WriteSnapshot(objects, version));
    }

    // A line is written at once; the file needs no buffer.
    private FileStream OpenJournal() => PrivateFile.Open(GetPath(JournalName(Version + 1)), FileMode.Create, bufferSize: 0);

    // Until the new snapshot is complete, recovery uses the one before it and all journals since.
    private void WriteSnapshot(IReadOnlyCollection<KubeObject> objects, long version)
    {
        var snapshot = GetPath(SnapshotName);
        using (var stream = PrivateFile.Open(snapshot + ".new", FileMode.Create))
        {
            var line = new ArrayBufferWriter<byte>();
            StateFile.Append(line, writer =>
                JsonSerializer.Serialize(writer, new Dictionary<string, long> { ["version"] = version, ["objects"] = objects.Count })
            );
            stream.Write(line.WrittenSpan);
            foreach (var item in objects)
            {
                line.ResetWrittenCount();
                AppendObject(line, item, isDeleted: false);
                stream.Write(line.WrittenSpan);
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(snapshot + ".new", snapshot, overwrite: true);
        var next = JournalName(version + 1);
        foreach (var journal in FindJournals(_directory).Where(file => string.CompareOrdinal(Path.GetFileName(file), next) < 0))
        {
            File.Delete(journal);
        }
    }

    // Journals are named by their first change, in the order of which they sort.
    private static string JournalName(long version) => JournalPrefix + version.ToString("D19", CultureInfo.InvariantCulture);

    private string GetPath(string name) => Path.Combine(_directory, name);
}
