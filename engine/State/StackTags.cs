using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.State.Stores;

namespace Infra.Engine.State;

/// <summary>A stack's tags, in the file that Pulumi's file backend keeps beside the state.</summary>
public sealed class StackTags
{
    private const int Version = 1;
    private const int MaximumAttempts = 5;

    private readonly IStateStore _store;
    private readonly string _file;

    internal StackTags(IStateStore store, StackName stack) => (_store, _file) = (store, store.Layout.TagsFile(stack));

    /// <summary>Reads the tags, sorted by name.</summary>
    /// <exception cref="StateException">The file is not one of tags.</exception>
    public IReadOnlyDictionary<string, string> Read() => Parse(_store.Read(_file));

    /// <summary>Sets a tag.</summary>
    public Task SetAsync(string name, string value, CancellationToken cancellationToken = default) =>
        Task.Run(
            () =>
                Change(tags =>
                {
                    tags[name] = value;
                    return true;
                }),
            cancellationToken
        );

    /// <summary>Removes a tag. One that does not exist is no error, as with Pulumi.</summary>
    public Task RemoveAsync(string name, CancellationToken cancellationToken = default) =>
        Task.Run(() => Change(tags => tags.Remove(name)), cancellationToken);

    /// <summary>Changes the tags. Where another command changes them at the same moment, both changes hold.</summary>
    private void Change(Func<SortedDictionary<string, string>, bool> change)
    {
        for (var attempt = 1; ; attempt++)
        {
            var file = _store.Read(_file);
            var tags = Parse(file);
            if (!change(tags))
            {
                return;
            }

            // A deletion has no condition: where files have versions, one without tags replaces the last one.
            if (tags.Count == 0 && file?.Version is null)
            {
                _store.Delete(_file);
                return;
            }

            try
            {
                _store.Write(_file, Serialize(tags), WriteCondition.IfUnchanged(file));
                return;
            }
            catch (StateConflictException error) when (attempt == MaximumAttempts)
            {
                throw new StateException($"{_file}: other commands keep changing the tags; run the command again", error);
            }
            catch (StateConflictException)
            {
                // Apply the change to what the other command has written.
            }
        }
    }

    private SortedDictionary<string, string> Parse(StoredFile? file)
    {
        if (file is null)
        {
            return new SortedDictionary<string, string>(StringComparer.Ordinal);
        }

        try
        {
            using var document = JsonDocument.Parse(file.Content);
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

    private static byte[] Serialize(SortedDictionary<string, string> tags)
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

        return buffer.ToArray();
    }
}
