using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.State;
using Infra.Engine.State.Stores;

namespace Infra.Engine.Backends.Cluster;

/// <summary>
/// Stores files in Secrets of a namespace, compressed. A large file is written as new chunks, then its Secret is switched to them under the
/// precondition of its resource version, then the old chunks are deleted: a crash in between leaves the old content or the new. Chunks that
/// a crash has left are deleted when a large file is written later.
/// </summary>
internal sealed class ClusterStore(string url, NamespaceClient client) : RemoteStore(url, client.Url.Root)
{
    private const int MaximumReads = 5;

    /// <summary>Longer than any writing takes, so that no chunk is deleted whose file is about to be switched to it.</summary>
    private static readonly TimeSpan GarbageAge = TimeSpan.FromHours(1);

    protected override async Task<bool> ExistsAsync(string key) => await FindAsync(key) is not null;

    protected override async Task<StoredFile?> ReadAsync(string key)
    {
        for (var attempt = 1; await FindAsync(key) is { } secret; attempt++)
        {
            if (await CollectAsync(key, secret) is { } packed)
            {
                return new StoredFile(Unpack(key, packed), SecretFiles.GetVersion(secret));
            }

            // A chunk is missing, because another command has replaced the file since; or it is lost.
            if (attempt == MaximumReads)
            {
                throw Damage(key, "a chunk of it is missing");
            }
        }

        return null;
    }

    protected override async Task<string> WriteAsync(string key, ReadOnlyMemory<byte> content, WriteCondition condition)
    {
        var packed = Gzip.Pack(content.Span);
        var generation = Guid.NewGuid().ToString("N")[..12];
        JsonObject? chunk = null;
        foreach (var body in SecretFiles.CreateChunks(key, generation, packed))
        {
            chunk = await client.CreateAsync(ClusterNames.Secrets, body) ?? chunk;
        }

        var old = condition.RequiresAbsence ? null : await FindAsync(key);
        var written = IsRightVersion(old, condition) ? await SwitchAsync(key, generation, packed, old, condition) : null;
        if (written is null)
        {
            if (chunk is not null)
            {
                await DeleteChunksAsync(key, generation);
            }

            throw new StateConflictException($"{ToLocation(key)}: was changed by another program");
        }

        await DeleteChunksAsync(key, old);
        if (chunk is not null)
        {
            await DeleteGarbageAsync(SecretFiles.GetCreation(chunk["metadata"]!.AsObject()) - GarbageAge);
        }

        return SecretFiles.GetVersion(written);
    }

    protected override async Task DeleteAsync(string key)
    {
        var old = await FindAsync(key);
        await client.DeleteAsync(ClusterNames.Secrets, ClusterNames.ForFile(key));
        await DeleteChunksAsync(key, old);
    }

    protected override async Task<IReadOnlyList<string>> ListFilesAsync(string folder) =>
        [
            .. (await ListAsync($"{ClusterNames.FolderLabel}={ClusterNames.Hash(folder)}")).Where(key =>
                ClusterNames.GetFolder(key) == folder
            ),
        ];

    protected override async Task<IReadOnlyList<string>> ListFoldersAsync(string folder) =>
        [
            .. (await ListAllAsync(folder))
                .Select(key => key[(folder.Length + 1)..])
                .Where(rest => rest.Contains('/', StringComparison.Ordinal))
                .Select(rest => rest.Split('/')[0])
                .Distinct(),
        ];

    protected override async Task<IReadOnlyList<string>> ListAllAsync(string folder) =>
        [
            .. (await ListAsync($"{ClusterNames.KindLabel}={ClusterNames.GetKind(folder)}")).Where(key =>
                key.StartsWith(folder + '/', StringComparison.Ordinal)
            ),
        ];

    private static bool IsRightVersion(JsonObject? old, WriteCondition condition) =>
        condition.Version is null || (old is not null && SecretFiles.GetVersion(old) == condition.Version);

    private Task<JsonObject?> FindAsync(string key) => client.FindAsync(ClusterNames.Secrets, ClusterNames.ForFile(key));

    /// <summary>Makes the new content that of the file.</summary>
    /// <returns>The Secret of the file, or null where the condition does not hold.</returns>
    private async Task<JsonObject?> SwitchAsync(
        string key,
        string generation,
        ReadOnlyMemory<byte> packed,
        JsonObject? old,
        WriteCondition condition
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var body = SecretFiles.CreateFile(key, generation, packed, old is null ? null : SecretFiles.GetVersion(old));
            var answer = old is null
                ? await client.CreateAsync(ClusterNames.Secrets, body)
                : await client.ReplaceAsync(ClusterNames.Secrets, body);
            if (answer is { } written)
            {
                return written;
            }

            // An attempt whose answer was lost may have switched it.
            old = await FindAsync(key);
            if (old is not null && SecretFiles.GetGeneration(old["metadata"]!.AsObject()) == generation)
            {
                return old;
            }

            if (condition.RequiresAbsence || condition.Version is not null || attempt == MaximumReads)
            {
                return null;
            }
        }
    }

    /// <summary>Puts the content of a file together, or null where a chunk is missing.</summary>
    private async Task<byte[]?> CollectAsync(string key, JsonObject secret)
    {
        var metadata = secret["metadata"]!.AsObject();
        try
        {
            if (SecretFiles.GetChunks(metadata) is 0)
            {
                return SecretFiles.GetContent(secret);
            }

            var content = new MemoryStream();
            for (var index = 0; index < SecretFiles.GetChunks(metadata); index++)
            {
                var name = ClusterNames.ForChunk(key, SecretFiles.GetGeneration(metadata), index);
                if (await client.FindAsync(ClusterNames.Secrets, name) is not { } chunk)
                {
                    return null;
                }

                content.Write(SecretFiles.GetContent(chunk));
            }

            return content.ToArray();
        }
        catch (FormatException error)
        {
            throw Damage(key, error.Message);
        }
    }

    private byte[] Unpack(string key, byte[] packed)
    {
        try
        {
            return Gzip.Unpack(packed);
        }
        catch (InvalidDataException error)
        {
            throw Damage(key, error.Message);
        }
    }

    private StateException Damage(string key, string problem) =>
        new(
            $"{ToLocation(key)}: the Secret {ClusterNames.ForFile(key)} is damaged: {problem.TrimEnd('.')}; restore it from a backup of the "
                + "namespace, or the state from the folder `backups`"
        );

    private async Task<IEnumerable<string>> ListAsync(string labels) =>
        (await client.ListAsync(ClusterNames.Secrets, $"{ClusterNames.PartLabel}={ClusterNames.File},{labels}")).Select(
            SecretFiles.GetPath
        );

    /// <summary>Deletes the chunks that a replaced or deleted file had. Those of a command that writes the file now stay.</summary>
    private async Task DeleteChunksAsync(string key, JsonObject? old)
    {
        if (old?["metadata"] is JsonObject metadata && SecretFiles.GetChunks(metadata) > 0)
        {
            await DeleteChunksAsync(key, SecretFiles.GetGeneration(metadata));
        }
    }

    private async Task DeleteChunksAsync(string key, string generation)
    {
        var labels = $"{ClusterNames.PartLabel}={ClusterNames.Chunk},{ClusterNames.FileLabel}={ClusterNames.Hash(key)}";
        foreach (var chunk in await client.ListAsync(ClusterNames.Secrets, labels))
        {
            if (SecretFiles.GetGeneration(chunk) == generation)
            {
                await client.DeleteAsync(ClusterNames.Secrets, SecretFiles.GetName(chunk));
            }
        }
    }

    /// <summary>Deletes the chunks created before a time to which no file refers.</summary>
    private async Task DeleteGarbageAsync(DateTimeOffset before)
    {
        var chunks = await client.ListAsync(ClusterNames.Secrets, $"{ClusterNames.PartLabel}={ClusterNames.Chunk}");
        foreach (var old in chunks.Where(chunk => SecretFiles.GetCreation(chunk) < before).GroupBy(SecretFiles.GetPath))
        {
            var current = await FindAsync(old.Key) is { } file ? SecretFiles.GetGeneration(file["metadata"]!.AsObject()) : null;
            foreach (var chunk in old.Where(chunk => SecretFiles.GetGeneration(chunk) != current))
            {
                await client.DeleteAsync(ClusterNames.Secrets, SecretFiles.GetName(chunk));
            }
        }
    }
}
