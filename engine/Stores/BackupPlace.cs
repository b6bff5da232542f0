using System.Text.Json.Nodes;
using Infra.Engine.Errors;

namespace Infra.Engine.Stores;

/// <summary>
/// Finds a backup of an operator in the bucket. The operators know those of which the cluster has an object; those of a cluster that is
/// gone are named by their address.
/// </summary>
/// <param name="store">The store whose backup it is.</param>
/// <param name="settings">The object with the store's settings.</param>
internal sealed class BackupPlace(string store, JsonObject settings)
{
    private const string Scheme = "s3://";

    /// <summary>Whether a text is the address of a backup, and not its name or time.</summary>
    public static bool IsAddress(string backup) => backup.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>Refuses an address outside the store's bucket, whose credentials would not fit it.</summary>
    public string Check(string address)
    {
        if (address.StartsWith($"{Folder}/", StringComparison.Ordinal) && address.Length > Folder.Length + 1)
        {
            return address;
        }

        throw new InvalidOperationRequestException(
            $"'{address}' is not the address of a backup of the store '{store}': such addresses start with '{Folder}/'"
        );
    }

    /// <summary>Finds the address of a backup.</summary>
    /// <param name="all">The successful backups of the store that the cluster knows, the newest last.</param>
    /// <param name="backup">The name of its object, or its time as in the address; null for the newest.</param>
    public string Choose(IReadOnlyList<JsonObject> all, string? backup)
    {
        if (all.Count == 0)
        {
            throw new InvalidOperationRequestException(
                $"no backup of the store '{store}' has succeeded in this cluster. One of an earlier cluster is named by its address in the bucket: "
                    + $"`--backup {Folder}/<name>`"
            );
        }

        var found = backup is null ? all[^1] : all.FirstOrDefault(item => Name(item) == backup || HasTime(item, backup));
        if (found is null)
        {
            throw new InvalidOperationRequestException(
                $"there is no backup '{backup}' of the store '{store}'; there are: {string.Join(", ", all.Select(Describe))}"
            );
        }

        return Destination(found) ?? throw new InvalidOperationRequestException($"the backup '{Name(found)}' does not say where it is");
    }

    /// <summary>The folder with the store's backups.</summary>
    private string Folder
    {
        get
        {
            var storage = OperatorBackups.Storage(settings).Value!["s3"]!;
            string[] parts = [(string?)storage["bucket"] ?? "", ((string?)storage["prefix"] ?? "").Trim('/')];
            return Scheme + string.Join('/', parts.Where(part => part.Length > 0));
        }
    }

    private static string Describe(JsonObject item) => Destination(item) is { } address ? $"{Name(item)} ({address})" : Name(item);

    /// <summary>Whether a time of 14 digits, or as it is written in the address, is that of a backup.</summary>
    private bool HasTime(JsonObject item, string time)
    {
        var last = Destination(item)?.TrimEnd('/').Split('/')[^1] ?? "";
        if (last.StartsWith($"{store}-", StringComparison.Ordinal))
        {
            last = last[(store.Length + 1)..];
        }

        return last == time || (time.Length > 0 && time.All(char.IsAsciiDigit) && string.Concat(last.Where(char.IsAsciiDigit)) == time);
    }

    private static string Name(JsonObject item) => (string)item["metadata"]!["name"]!;

    private static string? Destination(JsonObject item) => (string?)item["status"]?["destination"];
}
