using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Infra.Engine.Errors;

namespace Infra.Engine.State;

/// <summary>A checkpoint file as it lies on the disk, secrets still encrypted.</summary>
internal sealed class Checkpoint : IDisposable
{
    private static readonly byte[] GzipMark = [0x1f, 0x8b];

    private readonly JsonDocument _document;
    private readonly string _path;

    private Checkpoint(string path, byte[] content)
    {
        _path = path;
        Hash = Convert.ToHexStringLower(SHA256.HashData(content));
        try
        {
            _document = JsonDocument.Parse(Unpack(content));
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            throw new StateException($"{path}: is no checkpoint: {error.Message}; the one before it is {path}.bak", error);
        }
    }

    /// <summary>The hash of the file, which names this very state.</summary>
    public string Hash { get; }

    /// <summary>The snapshot, or null for a stack that has never been updated.</summary>
    private JsonElement? Latest
    {
        get
        {
            var root = _document.RootElement;
            RequireVersion(root, _path);
            return root.GetProperty("checkpoint").TryGetProperty("latest", out var latest) && latest.ValueKind == JsonValueKind.Object ? latest : null;
        }
    }

    /// <exception cref="StateException">The file is no checkpoint.</exception>
    public static Checkpoint Load(string path) => new(path, File.ReadAllBytes(path));

    /// <summary>The salt of its secrets, or null.</summary>
    public string? ReadSalt() => Guard(() => Latest is { } latest ? SnapshotJson.ReadSalt(latest) : null);

    /// <exception cref="StateException">The file is no checkpoint.</exception>
    public Snapshot ReadSnapshot(SecretTexts secrets) => Guard(() => Latest is { } latest ? SnapshotJson.Read(latest, secrets) : Snapshot.Empty);

    /// <summary>When it was written and how many resources it has, without reading them.</summary>
    public (string Time, int Resources) ReadSummary() => Guard(() => Latest is { } latest
        ? (latest.GetProperty("manifest").TryGetProperty("time", out var time) ? time.GetString() ?? "" : "",
            latest.TryGetProperty("resources", out var resources) ? resources.GetArrayLength() : 0)
        : ("", 0));

    /// <summary>The bytes of the checkpoint file of a stack that was never updated.</summary>
    public static byte[] SerializeEmpty(StackName stack) => Serialize(stack, _ => { });

    /// <summary>The bytes of a checkpoint file.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="snapshot">Its state.</param>
    /// <param name="secrets">How to encrypt its secrets.</param>
    /// <param name="saltOf">Gives the salt, asked after everything was encrypted.</param>
    public static byte[] Serialize(StackName stack, Snapshot snapshot, SecretTexts secrets, Func<string?> saltOf) => Serialize(stack, writer =>
    {
        writer.WritePropertyName("latest");
        SnapshotJson.Write(writer, snapshot, secrets, saltOf);
    });

    private static byte[] Serialize(StackName stack, Action<Utf8JsonWriter> writeLatest)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, SnapshotJson.Compact))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", SnapshotJson.Version);
            writer.WriteStartObject("checkpoint");
            writer.WriteString("stack", stack.Full);
            writeLatest(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Refuses what this engine cannot read without losing something.</summary>
    internal static void RequireVersion(JsonElement root, string where)
    {
        var version = root.TryGetProperty("version", out var number) && number.TryGetInt32(out var value) ? value : 0;
        if (version == SnapshotJson.Version)
        {
            return;
        }

        var features = root.TryGetProperty("features", out var list) ? string.Join(", ", list.EnumerateArray().Select(item => item.GetString())) : "";
        throw new StateException(features.Length > 0
            ? $"{where}: the state uses features that are not supported here: {features}"
            : $"{where}: the state has version {version}; only version {SnapshotJson.Version} is supported here");
    }

    public void Dispose() => _document.Dispose();

    private static byte[] Unpack(byte[] content)
    {
        if (!content.AsSpan().StartsWith(GzipMark))
        {
            return content;
        }

        using var packed = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain.ToArray();
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new StateException($"{_path}: is no sound checkpoint: {error.Message}", error);
        }
    }
}
