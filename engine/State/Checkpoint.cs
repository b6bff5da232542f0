using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.State.Stores;

namespace Infra.Engine.State;

/// <summary>A checkpoint file as it is stored, with encrypted secrets.</summary>
internal sealed class Checkpoint : IDisposable
{
    // A buffer that grows is copied, and a large state would be in memory twice.
    private const int ExpectedResourceSize = 1536;

    private readonly JsonDocument _document;
    private readonly IStateStore? _store;
    private readonly string _path;

    /// <param name="store">The store that the file comes from; null for one that is not stored yet.</param>
    /// <param name="path">The location of the file, for messages.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="StateException">It is not a checkpoint.</exception>
    public Checkpoint(IStateStore? store, string path, byte[] content)
    {
        _store = store;
        _path = path;
        Hash = ComputeHash(content);
        try
        {
            _document = JsonDocument.Parse(Gzip.Unpack(content));
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            throw new StateException($"{path}: is not a checkpoint: {error.Message} {DescribeCure()}", error);
        }
    }

    /// <summary>The SHA-256 of the file, which identifies this state.</summary>
    public string Hash { get; }

    /// <summary>The snapshot, or null before the first update.</summary>
    private JsonElement? Latest
    {
        get
        {
            var root = _document.RootElement;
            StateFeatures.Require(root, _path);
            return root.GetProperty("checkpoint").TryGetProperty("latest", out var latest) && latest.ValueKind == JsonValueKind.Object
                ? latest
                : null;
        }
    }

    /// <summary>Creates the checkpoint of a stack that has no file yet.</summary>
    public static Checkpoint CreateEmpty(string path, StackName stack) => new(null, path, SerializeEmpty(stack));

    /// <summary>Reads the salt of the secrets, or null.</summary>
    public string? ReadSalt() => Validate(() => Latest is { } latest ? SnapshotJson.ReadSalt(latest) : null);

    /// <exception cref="StateException">The file is not a valid checkpoint.</exception>
    public Snapshot ReadSnapshot(CiphertextCache secrets) =>
        Validate(() => Latest is { } latest ? SnapshotJson.Read(latest, secrets) : Snapshot.Empty);

    /// <summary>Reads the time of the last update and the number of resources, but no resource.</summary>
    public (string Time, int Resources) ReadSummary() =>
        Validate(() =>
            Latest is { } latest
                ? (
                    latest.GetProperty("manifest").TryGetProperty("time", out var time) ? time.GetString() ?? "" : "",
                    latest.TryGetProperty("resources", out var resources) ? resources.GetArrayLength() : 0
                )
                : ("", 0)
        );

    /// <summary>Reads the types of the resources, but no resource.</summary>
    public IReadOnlyList<string> ReadTypes() => ReadMember("type");

    /// <summary>Reads the URNs of the resources, but no resource.</summary>
    public IReadOnlyList<string> ReadUrns() => ReadMember("urn");

    private IReadOnlyList<string> ReadMember(string name) =>
        Validate(() =>
            Latest is { } latest && latest.TryGetProperty("resources", out var resources) && resources.ValueKind == JsonValueKind.Array
                ? (IReadOnlyList<string>)[.. resources.EnumerateArray().Select(resource => resource.GetProperty(name).GetString() ?? "")]
                : []
        );

    /// <summary>Computes the SHA-256 of a checkpoint file.</summary>
    public static string ComputeHash(ReadOnlyMemory<byte> file) => Convert.ToHexStringLower(SHA256.HashData(file.Span));

    /// <summary>Serializes the checkpoint of a new stack.</summary>
    public static byte[] SerializeEmpty(StackName stack) => Serialize(stack, Snapshot.Empty, _ => { }).ToArray();

    /// <summary>Serializes a checkpoint.</summary>
    /// <param name="stack">The stack's full name goes into the file.</param>
    /// <param name="snapshot">The state to write.</param>
    /// <param name="secrets">Encrypts the secrets.</param>
    /// <param name="getSalt">Called after all secrets are encrypted, since the first one may create the salt.</param>
    public static ReadOnlyMemory<byte> Serialize(StackName stack, Snapshot snapshot, CiphertextCache secrets, Func<string?> getSalt) =>
        Serialize(stack, snapshot, writer =>
        {
            writer.WritePropertyName("latest");
            SnapshotJson.Write(writer, snapshot, secrets, getSalt);
        });

    private static ReadOnlyMemory<byte> Serialize(StackName stack, Snapshot snapshot, Action<Utf8JsonWriter> writeLatest)
    {
        var buffer = new ArrayBufferWriter<byte>(ExpectedResourceSize * (snapshot.Resources.Count + 1));
        using (var writer = new Utf8JsonWriter(buffer, SnapshotJson.Compact))
        {
            writer.WriteStartObject();
            StateFeatures.Write(writer, snapshot);
            writer.WriteStartObject("checkpoint");
            writer.WriteString("stack", stack.Full);
            writeLatest(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public void Dispose() => _document.Dispose();

    private string DescribeCure() =>
        _store?.Exists(_path + ".bak") == true
            ? $"Copy the previous one, {_path}.bak, over it"
            : "Restore it from a backup, or from the folder `backups` beside `stacks`";

    private T Validate<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new StateException($"{_path}: is not a valid checkpoint: {error.Message.TrimEnd('.')}. {DescribeCure()}", error);
        }
    }
}
