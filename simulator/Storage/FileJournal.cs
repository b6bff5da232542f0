using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Storage;

/// <summary>
/// The store on disk: a snapshot, and the changes since as one JSON line each. A change reaches the operating system before it becomes
/// visible, so a crash of the process loses none; files are forced to the disk when a snapshot is written and on disposal. A snapshot is
/// due after as many changes as there are objects, which keeps the cost per change constant, and is written in the background while changes
/// go to a new file.
/// </summary>
internal sealed class FileJournal : IStoreJournal, IAsyncDisposable
{
    private const string SnapshotName = "state.snapshot";
    private const string JournalName = "state.journal";
    private const string PreviousJournalName = "state.journal.previous";
    private const int DefaultMinimumChanges = 20_000;

    private readonly string _directory;
    private readonly Dictionary<(GroupResource, string, string), KubeObject> _objects;
    private readonly int _minimumChanges;
    private readonly Func<Action, Task> _runInBackground;
    private FileStream _stream;
    private Task _snapshot = Task.CompletedTask;
    private Exception? _failure;
    private int _changes;

    private FileJournal(
        string directory,
        Dictionary<(GroupResource, string, string), KubeObject> objects,
        long version,
        int minimumChanges,
        Func<Action, Task> runInBackground
    )
    {
        _directory = directory;
        _objects = objects;
        _minimumChanges = minimumChanges;
        _runInBackground = runInBackground;
        Version = version;
        WriteSnapshot(objects.Values, version);
        _stream = PrivateFile.Open(GetPath(JournalName), FileMode.Create);
    }

    /// <summary>The objects as of <see cref="Version"/>.</summary>
    public IEnumerable<KubeObject> Objects => _objects.Values;

    /// <summary>The version of the last change.</summary>
    public long Version { get; private set; }

    /// <summary>Recovers the state in a directory and continues from it.</summary>
    /// <param name="directory">The cluster's directory.</param>
    /// <param name="minimumChanges">Changes between snapshots while there are few objects.</param>
    /// <param name="runInBackground">Starts the writing of a snapshot; the thread pool by default.</param>
    /// <exception cref="InvalidDataException">The snapshot is damaged.</exception>
    public static FileJournal Open(string directory, int minimumChanges = DefaultMinimumChanges, Func<Action, Task>? runInBackground = null)
    {
        var objects = new Dictionary<(GroupResource, string, string), KubeObject>();
        var version = Replay(Path.Combine(directory, SnapshotName), objects, afterVersion: -1, isSnapshot: true);
        foreach (var name in (ReadOnlySpan<string>)[PreviousJournalName, JournalName])
        {
            version = Math.Max(version, Replay(Path.Combine(directory, name), objects, afterVersion: version, isSnapshot: false));
        }

        return new FileJournal(directory, objects, version, minimumChanges, runInBackground ?? Task.Run);
    }

    /// <inheritdoc/>
    public void Append(WatchEvent change)
    {
        if (_failure is not null || _snapshot.IsFaulted)
        {
            throw new IOException(
                $"The cluster's state in {_directory} could not be written earlier. Free space on the disk and restart the cluster.",
                _failure ?? _snapshot.Exception
            );
        }

        var isDeleted = change.Type == WatchEventType.Deleted;
        try
        {
            WriteLine(_stream, change.Item, isDeleted);
            _stream.Flush();
        }
        catch (IOException failure)
        {
            // The file may end with an incomplete line; recovery would ignore all lines after it.
            _failure = failure;
            throw;
        }

        Apply(_objects, isDeleted, change.Item);
        Version = change.Version;
        if (++_changes >= Math.Max(_minimumChanges, _objects.Count) && _snapshot.IsCompletedSuccessfully)
        {
            StartSnapshot();
        }
    }

    /// <inheritdoc/>
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

    /// <summary>Applies the entries later than a version; returns the version of the last one.</summary>
    private static long Replay(
        string file,
        Dictionary<(GroupResource, string, string), KubeObject> objects,
        long afterVersion,
        bool isSnapshot
    )
    {
        var version = 0L;
        if (!File.Exists(file))
        {
            return version;
        }

        foreach (var line in File.ReadLines(file))
        {
            JsonObject? entry;
            try
            {
                entry = JsonNode.Parse(line) as JsonObject;
            }
            catch (JsonException broken)
            {
                if (isSnapshot)
                {
                    throw new InvalidDataException(
                        $"{file} is damaged ({broken.Message}). Reset the cluster, or restore the file.",
                        broken
                    );
                }
                // A crash has cut the last line short. Its change was not acknowledged.
                break;
            }

            var body = entry.Map("object");
            var entryVersion = entry.Number("version") ?? 0;
            version = Math.Max(version, entryVersion);
            if (body is not null && entryVersion > afterVersion)
            {
                Apply(objects, entry.Flag("deleted"), ParseEntry(entry!, body, entryVersion));
            }
        }

        return version;
    }

    private static KubeObject ParseEntry(JsonObject entry, JsonObject body, long version)
    {
        entry.Remove("object");
        return new KubeObject(new GroupResource(entry.Text("group") ?? "", entry.Text("resource") ?? ""), body, version);
    }

    private static void Apply(Dictionary<(GroupResource, string, string), KubeObject> objects, bool isDeleted, KubeObject item)
    {
        var key = (item.Resource, item.Namespace, item.Name);
        if (isDeleted)
        {
            objects.Remove(key);
        }
        else
        {
            objects[key] = item;
        }
    }

    private static void WriteLine(Stream stream, KubeObject item, bool isDeleted)
    {
        using (var writer = new Utf8JsonWriter(stream))
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
            item.Body.WriteTo(writer);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    // The store is locked meanwhile: only references are copied here. Until the snapshot is complete, recovery uses the older one
    // and the previous journal.
    private void StartSnapshot()
    {
        var (objects, version) = (_objects.Values.ToArray(), Version);
        try
        {
            _stream.Dispose();
            File.Move(GetPath(JournalName), GetPath(PreviousJournalName));
            _stream = PrivateFile.Open(GetPath(JournalName), FileMode.Create);
        }
        catch (IOException failure)
        {
            // The change that made the snapshot due is in the journal; the next one reports the failure.
            _failure = failure;
            return;
        }

        _changes = 0;
        _snapshot = _runInBackground(() => WriteSnapshot(objects, version));
    }

    private void WriteSnapshot(IEnumerable<KubeObject> objects, long version)
    {
        var snapshot = GetPath(SnapshotName);
        using (var stream = PrivateFile.Open(snapshot + ".new", FileMode.Create))
        {
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["version"] = version }));
            stream.WriteByte((byte)'\n');
            foreach (var item in objects)
            {
                WriteLine(stream, item, isDeleted: false);
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(snapshot + ".new", snapshot, overwrite: true);
        File.Delete(GetPath(PreviousJournalName));
    }

    private string GetPath(string name) => Path.Combine(_directory, name);
}
