using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Storage;

/// <summary>
/// The store on disk: a snapshot, and the changes since as one JSON line each. A line that was cut short by a crash is the last one and is
/// dropped. Lines reach the operating system before the change becomes visible, so that nothing is lost when the process dies; they are forced
/// to the disk when the journal is compacted or closed.
/// </summary>
internal sealed class FileJournal : IStoreJournal, IDisposable
{
    private const string SnapshotName = "state.snapshot";
    private const string JournalName = "state.journal";
    private const int ChangesBetweenSnapshots = 20_000;

    private readonly string _directory;
    private readonly Dictionary<(GroupResource, string, string), KubeObject> _objects;
    private FileStream _stream;
    private int _changes;

    private FileJournal(string directory, Dictionary<(GroupResource, string, string), KubeObject> objects, long version)
    {
        _directory = directory;
        _objects = objects;
        Version = version;
        _stream = Compact();
    }

    /// <summary>The objects as the journal has them.</summary>
    public IEnumerable<KubeObject> Objects => _objects.Values;

    public long Version { get; private set; }

    /// <summary>Reads what a directory holds and goes on from there.</summary>
    /// <exception cref="InvalidDataException">The snapshot is damaged.</exception>
    public static FileJournal Open(string directory)
    {
        var objects = new Dictionary<(GroupResource, string, string), KubeObject>();
        var version = 0L;
        foreach (var name in (ReadOnlySpan<string>)[SnapshotName, JournalName])
        {
            var file = Path.Combine(directory, name);
            if (File.Exists(file))
                version = Math.Max(version, Replay(file, objects, isSnapshot: name == SnapshotName));
        }
        return new FileJournal(directory, objects, version);
    }

    /// <inheritdoc/>
    public void Append(WatchEvent happened)
    {
        Apply(_objects, happened.Type == WatchEventType.Deleted, happened.Item);
        Version = happened.Version;
        WriteLine(_stream, happened.Item, happened.Type == WatchEventType.Deleted);
        _stream.Flush();
        if (++_changes >= ChangesBetweenSnapshots)
        {
            _stream.Dispose();
            _stream = Compact();
        }
    }

    public void Dispose()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }

    private static long Replay(string file, Dictionary<(GroupResource, string, string), KubeObject> objects, bool isSnapshot)
    {
        var version = 0L;
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
                    throw new InvalidDataException($"{file} is damaged ({broken.Message}). Reset the cluster, or restore the file.", broken);
                break;
            }
            var body = entry.Map("object");
            version = Math.Max(version, entry.Number("version") ?? 0);
            if (body is not null)
                Apply(objects, entry.Flag("deleted"), Read(entry!, body));
        }
        return version;
    }

    private static KubeObject Read(JsonObject entry, JsonObject body)
    {
        entry.Remove("object");
        return new KubeObject(new GroupResource(entry.Text("group") ?? "", entry.Text("resource") ?? ""), body, entry.Number("version") ?? 0);
    }

    private static void Apply(Dictionary<(GroupResource, string, string), KubeObject> objects, bool isDeleted, KubeObject item)
    {
        var key = (item.Resource, item.Namespace, item.Name);
        if (isDeleted)
            objects.Remove(key);
        else
            objects[key] = item;
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
                writer.WriteBoolean("deleted"u8, true);
            writer.WritePropertyName("object"u8);
            item.Body.WriteTo(writer);
            writer.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes a new snapshot beside the old one, puts it in its place, and begins an empty journal.</summary>
    private FileStream Compact()
    {
        var snapshot = Path.Combine(_directory, SnapshotName);
        using (var stream = PrivateFile.Open(snapshot + ".new", FileMode.Create))
        {
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["version"] = Version }));
            stream.WriteByte((byte)'\n');
            foreach (var item in _objects.Values)
                WriteLine(stream, item, isDeleted: false);
            stream.Flush(flushToDisk: true);
        }
        File.Move(snapshot + ".new", snapshot, overwrite: true);
        _changes = 0;
        return PrivateFile.Open(Path.Combine(_directory, JournalName), FileMode.Create);
    }
}
