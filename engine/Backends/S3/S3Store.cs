using System.Xml;
using System.Xml.Linq;
using Infra.Engine.Errors;
using Infra.Engine.State.Stores;

namespace Infra.Engine.Backends.S3;

/// <summary>Stores files as objects of a bucket. Versions are ETags.</summary>
/// <param name="url">The URL that opens the backend again.</param>
/// <param name="options">The bucket and its address.</param>
/// <param name="client">Sends the requests.</param>
internal sealed class S3Store(string url, S3Options options, S3Client client) : RemoteStore(url, options.Root)
{
    private readonly S3Errors _errors = new(options);
    private bool _hasConditions;
    private bool _omitsQuotes;

    protected override async Task<bool> ExistsAsync(string key)
    {
        var (answer, _) = await client.SendAsync(HttpMethod.Head, ToObjectKey(key));
        return answer.IsSuccess || (answer.IsNotFound ? false : throw _errors.Explain(ToLocation(key), "look for it", answer));
    }

    protected override async Task<StoredFile?> ReadAsync(string key)
    {
        var (answer, _) = await client.SendAsync(HttpMethod.Get, ToObjectKey(key));
        return answer.IsSuccess ? new StoredFile(answer.Content, answer.ETag)
            : answer.IsNotFound ? null
            : throw _errors.Explain(ToLocation(key), "read", answer);
    }

    protected override async Task<string> WriteAsync(string key, ReadOnlyMemory<byte> content, WriteCondition condition)
    {
        var (answer, isRepeated) = await PutAsync(key, content, condition);
        if (answer.IsSuccess)
        {
            if (condition.RequiresAbsence)
            {
                await RequireConditionsAsync(key, content);
            }

            return GetETag(key, answer);
        }

        if (!answer.IsConditionFailed && !(answer.IsNotFound && condition.Version is not null))
        {
            throw _errors.Explain(ToLocation(key), "write", answer);
        }

        var current = await ReadAsync(key);
        if (current is { Version: { } version })
        {
            // An attempt whose answer was lost may have written it: then the object is what it should become.
            if (isRepeated && current.Content.AsSpan().SequenceEqual(content.Span))
            {
                return version;
            }

            // Ceph's gateway compares the condition with the ETag without its quotes.
            if (version == condition.Version && !_omitsQuotes)
            {
                _omitsQuotes = true;
                return await WriteAsync(key, content, condition);
            }
        }

        throw new StateConflictException($"{ToLocation(key)}: was changed by another program");
    }

    protected override async Task DeleteAsync(string key)
    {
        var (answer, _) = await client.SendAsync(HttpMethod.Delete, ToObjectKey(key));
        if (!answer.IsSuccess && !answer.IsNotFound)
        {
            throw _errors.Explain(ToLocation(key), "delete", answer);
        }
    }

    protected override async Task<IReadOnlyList<string>> ListFilesAsync(string folder) =>
        [.. (await ListAsync(ToObjectKey(folder) + "/", "/", "Contents", "Key")).Select(ToKey)];

    protected override async Task<IReadOnlyList<string>> ListFoldersAsync(string folder)
    {
        var prefix = ToObjectKey(folder) + "/";
        return [.. (await ListAsync(prefix, "/", "CommonPrefixes", "Prefix")).Select(found => found[prefix.Length..].TrimEnd('/'))];
    }

    protected override async Task<IReadOnlyList<string>> ListAllAsync(string folder) =>
        [.. (await ListAsync(ToObjectKey(folder) + "/", delimiter: null, "Contents", "Key")).Select(ToKey)];

    private async Task<List<string>> ListAsync(string prefix, string? delimiter, string list, string member)
    {
        var found = new List<string>();
        await foreach (var page in ListPagesAsync(prefix, delimiter))
        {
            found.AddRange(FindAll(page, list, member));
        }

        return found;
    }

    private static IEnumerable<string> FindAll(XElement page, string list, string member) =>
        from entry in page.Elements()
        where entry.Name.LocalName == list
        from value in entry.Elements()
        where value.Name.LocalName == member
        select Uri.UnescapeDataString(value.Value.Replace('+', ' '));

    private async Task<(S3Answer Answer, bool IsRepeated)> PutAsync(string key, ReadOnlyMemory<byte> content, WriteCondition condition)
    {
        Dictionary<string, string> headers = [];
        if (condition.RequiresAbsence)
        {
            headers["If-None-Match"] = "*";
        }
        else if (condition.Version is { } version)
        {
            headers["If-Match"] = _omitsQuotes ? version.Trim('"') : version;
        }

        if (options.Encryption is { } encryption)
        {
            headers["x-amz-server-side-encryption"] = encryption;
        }

        if (options.EncryptionKey is { } encryptionKey)
        {
            headers["x-amz-server-side-encryption-aws-kms-key-id"] = encryptionKey;
        }

        return await client.SendAsync(HttpMethod.Put, ToObjectKey(key), headers: headers, content: content);
    }

    /// <summary>
    /// Tries whether the storage refuses to create what it has just created: one that ignores the condition would let two updates
    /// overwrite each other's state.
    /// </summary>
    private async Task RequireConditionsAsync(string key, ReadOnlyMemory<byte> content)
    {
        if (_hasConditions)
        {
            return;
        }

        var (answer, _) = await PutAsync(key, content, WriteCondition.IfAbsent);
        if (answer.IsSuccess)
        {
            await DeleteAsync(key);
            throw new StateException(
                $"{options.Root}: the storage at {options.Endpoint} has no conditional writes: it ignores If-None-Match, so that two updates could "
                    + "overwrite each other's state; use storage that has them, or another backend"
            );
        }

        _hasConditions = true;
    }

    private async IAsyncEnumerable<XElement> ListPagesAsync(string prefix, string? delimiter)
    {
        string? next = null;
        do
        {
            Dictionary<string, string> query = new()
            {
                ["list-type"] = "2",
                ["prefix"] = prefix,
                ["encoding-type"] = "url",
            };
            if (delimiter is not null)
            {
                query["delimiter"] = delimiter;
            }

            if (next is not null)
            {
                query["continuation-token"] = next;
            }

            var (answer, _) = await client.SendAsync(HttpMethod.Get, "", query);
            var page = answer.IsSuccess ? ParsePage(answer) : throw _errors.Explain($"{options.Root}/", "list", answer);
            yield return page;
            next = page.Elements().FirstOrDefault(element => element.Name.LocalName == "NextContinuationToken")?.Value;
        } while (!string.IsNullOrEmpty(next));
    }

    private XElement ParsePage(S3Answer answer)
    {
        try
        {
            return answer.ParseXml();
        }
        catch (XmlException error)
        {
            throw new StateException($"{options.Endpoint}: the list of objects is not XML: check that it is S3-compatible storage", error);
        }
    }

    private string GetETag(string key, S3Answer answer) =>
        answer.ETag
        ?? throw new StateException($"{ToLocation(key)}: the storage names no ETag of what it wrote, which conditional writes need");

    private string ToObjectKey(string key) => options.Prefix.Length > 0 ? $"{options.Prefix}/{key}" : key;

    private string ToKey(string objectKey) => options.Prefix.Length > 0 ? objectKey[(options.Prefix.Length + 1)..] : objectKey;
}
