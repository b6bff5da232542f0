using Infra.Engine.State;
using Infra.Engine.State.Stores;

namespace Infra.Engine.Backends;

/// <summary>Stores files under keys on a server. A location is the URL of the store, a slash and the key.</summary>
/// <param name="url">The URL that opens the backend again.</param>
/// <param name="root">The beginning of all locations, without a final slash.</param>
internal abstract class RemoteStore(string url, string root) : IStateStore
{
    private const int Parallelism = 8;

    public string Url => url;

    public BackendLayout Layout { get; } = new(root, '/');

    public bool Exists(string location) => Synchronously.Run(() => ExistsAsync(ToKey(location)));

    public StoredFile? Read(string location) => Synchronously.Run(() => ReadAsync(ToKey(location)));

    public string? Write(string location, ReadOnlyMemory<byte> content, WriteCondition condition = default) =>
        Synchronously.Run(() => WriteAsync(ToKey(location), content, condition));

    public void Delete(string location) => Synchronously.Run(() => DeleteAsync(ToKey(location)));

    public void Move(string location, string target)
    {
        if (Read(location) is { } file)
        {
            Write(target, file.Content);
            Delete(location);
        }
    }

    public IReadOnlyList<string> ListFiles(string folder) => [.. Synchronously.Run(() => ListFilesAsync(ToKey(folder))).Select(ToLocation)];

    public IReadOnlyList<string> ListFolders(string folder) => Synchronously.Run(() => ListFoldersAsync(ToKey(folder)));

    public void DeleteFolder(string folder) =>
        Synchronously.Run(async () =>
            await Parallel.ForEachAsync(
                await ListAllAsync(ToKey(folder)),
                new ParallelOptions { MaxDegreeOfParallelism = Parallelism },
                async (key, _) => await DeleteAsync(key)
            )
        );

    // The server decides who may write.
    public IEnumerable<string> DescribeRisks(IEnumerable<string> folders) => [];

    protected abstract Task<bool> ExistsAsync(string key);

    protected abstract Task<StoredFile?> ReadAsync(string key);

    /// <exception cref="StateConflictException">The condition does not hold.</exception>
    protected abstract Task<string> WriteAsync(string key, ReadOnlyMemory<byte> content, WriteCondition condition);

    protected abstract Task DeleteAsync(string key);

    /// <summary>Lists the keys of the files that are directly in a folder.</summary>
    protected abstract Task<IReadOnlyList<string>> ListFilesAsync(string folder);

    /// <summary>Lists the names of the folders that are directly in a folder.</summary>
    protected abstract Task<IReadOnlyList<string>> ListFoldersAsync(string folder);

    /// <summary>Lists the keys of all files in a folder and its folders.</summary>
    protected abstract Task<IReadOnlyList<string>> ListAllAsync(string folder);

    /// <summary>The location of a key, for messages.</summary>
    protected string ToLocation(string key) => $"{root}/{key}";

    private string ToKey(string location) =>
        location.StartsWith(root + '/', StringComparison.Ordinal)
            ? location[(root.Length + 1)..]
            : throw new ArgumentException($"{location} is not below {root}", nameof(location));
}
