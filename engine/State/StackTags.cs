using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.Files;

namespace Infra.Engine.State;

/// <summary>A stack's tags, in the file that Pulumi's file backend keeps beside the state.</summary>
public sealed class StackTags
{
    private const int Version = 1;

    private readonly string _file;

    internal StackTags(BackendLayout layout, StackName stack) => _file = layout.TagsFile(stack);

    /// <summary>Reads the tags, sorted by name.</summary>
    /// <exception cref="StateException">The file is not one of tags.</exception>
    public IReadOnlyDictionary<string, string> Read()
    {
        if (!File.Exists(_file))
        {
            return new SortedDictionary<string, string>();
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(_file));
            var root = document.RootElement;
            var version = root.GetProperty("version").GetInt32();
            if (version != Version)
            {
                throw new StateException($"{_file}: unsupported stack tags version: {version} (expected {Version})");
            }

            return new SortedDictionary<string, string>(
                root.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Object
                    ? tags.EnumerateObject().ToDictionary(tag => tag.Name, tag => tag.Value.GetString() ?? "")
                    : [],
                StringComparer.Ordinal
            );
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StateException($"{_file}: is not a file of stack tags: {error.Message}; delete it to start without tags", error);
        }
    }

    /// <summary>Sets a tag.</summary>
    public Task SetAsync(string name, string value, CancellationToken cancellationToken = default) =>
        WriteAsync(
            new SortedDictionary<string, string>(Read().ToDictionary(), StringComparer.Ordinal) { [name] = value },
            cancellationToken
        );

    /// <summary>Removes a tag. One that does not exist is no error, as with Pulumi.</summary>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken = default)
    {
        var tags = new SortedDictionary<string, string>(Read().ToDictionary(), StringComparer.Ordinal);
        if (!tags.Remove(name))
        {
            return;
        }

        if (tags.Count == 0)
        {
            File.Delete(_file);
            return;
        }

        await WriteAsync(tags, cancellationToken);
    }

    private Task WriteAsync(SortedDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, SnapshotJson.Compact))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteStartObject("tags");
            foreach (var (name, value) in tags)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return DurableFile.WriteAsync(_file, buffer.ToArray(), FilePermissions.OwnerOnly, cancellationToken);
    }
}
