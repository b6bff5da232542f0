using System.Text.RegularExpressions;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;

namespace Infra.Backend.Checks.Stores;

/// <summary>The names that the kinds of stores accept for databases, virtual hosts, buckets and topics.</summary>
internal static partial class DatabaseNames
{
    private static readonly string[] BucketPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];

    private static readonly string[] BucketSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

    /// <summary>Finds what is wrong with the name of a database, virtual host or bucket; null if the kind accepts it.</summary>
    /// <param name="store">The store, which is in the stack.</param>
    /// <param name="name">The name.</param>
    public static NameProblem? Find(ReviewedStore store, string name) =>
        store.Settings.Kind switch
        {
            StoreKind.Postgres => FindForSql(name, "PostgreSQL", 63, ["postgres", "template0", "template1"]),
            StoreKind.Mysql => FindForSql(name, "MySQL", 64, ["mysql", "information_schema", "performance_schema", "sys"])
                ?? (store.Form == StoreForm.Operator ? FindUnquoted(store, name) : null),
            StoreKind.Mongodb => FindForSql(name, "MongoDB", 63, ["admin", "local", "config"]),
            StoreKind.Rabbitmq => VirtualHost().IsMatch(name)
                ? null
                : new($"'{name}' is not a name of a virtual host", "use letters, digits, '-', '_', '.' and '/', at most 128"),
            StoreKind.S3 => FindForBucket(name) ?? (store.Form == StoreForm.External ? null : FindReserved(name)),
            _ => new("a store of this kind has no databases by name", "remove it"),
        };

    /// <summary>Finds what is wrong with the name of a topic; null if Kafka accepts it.</summary>
    public static NameProblem? FindForTopic(string name) =>
        !Topic().IsMatch(name) || name is "." or ".."
            ? new($"'{name}' is not a name of a topic", "use letters, digits, '-', '_' and '.', at most 249")
        : name.StartsWith("__", StringComparison.Ordinal) ? new($"'{name}' is a name of Kafka's own topics", "write it without '__'")
        : null;

    /// <summary>Amazon's rules for general purpose buckets, which other servers keep to or relax.</summary>
    private static NameProblem? FindForBucket(string name)
    {
        if (!Bucket().IsMatch(name) || name.Contains("..", StringComparison.Ordinal))
        {
            return new(
                $"'{name}' is not a name of a bucket",
                "use 3 to 63 lower-case letters, digits, '-' and '.', with a letter or digit at both ends"
            );
        }

        return System.Net.IPAddress.TryParse(name, out _) && name.Count(letter => letter == '.') == 3
            ? new($"'{name}' is an address, and not a name of a bucket", "choose another name")
            : null;
    }

    /// <summary>
    /// Such a bucket cannot be created, but one that exists may have the name: the alias of an access point, or a directory bucket.
    /// </summary>
    private static NameProblem? FindReserved(string name) =>
        BucketPrefixes.FirstOrDefault(part => name.StartsWith(part, StringComparison.Ordinal)) is { } prefix
            ? new($"names of buckets that start with '{prefix}' are reserved", "choose another name")
        : BucketSuffixes.FirstOrDefault(part => name.EndsWith(part, StringComparison.Ordinal)) is { } suffix
            ? new($"names of buckets that end with '{suffix}' are reserved", "choose another name")
        : null;

    /// <summary>
    /// Percona's operator writes names into its statements as they are, and goes on without a word if the server refuses one.
    /// </summary>
    private static NameProblem? FindUnquoted(ReviewedStore store, string name) =>
        name.Contains('-', StringComparison.Ordinal)
            ? new($"Percona's operator cannot create the database '{name}': it writes names without quotes", "use letters, digits and '_'")
        : MysqlWords.Contains(name, StoreImage.Find(store.Settings, store.Form)?.GetRelease(StoreKind.Mysql))
            ? new($"Percona's operator cannot create the database '{name}': it is a word of MySQL's language", "choose another name")
        : null;

    private static NameProblem? FindForSql(string name, string server, int length, string[] reserved) =>
        reserved.Contains(name, StringComparer.OrdinalIgnoreCase) ? new($"the database '{name}' belongs to {server}", "choose another name")
        : name.Length > length || !Database().IsMatch(name)
            ? new($"'{name}' is not a name of a database", $"use letters, digits, '-' and '_', a letter first, at most {length}")
        : null;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]*\z")]
    private static partial Regex Database();

    [GeneratedRegex(@"\A[A-Za-z0-9_./-]{1,128}\z")]
    private static partial Regex VirtualHost();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex Bucket();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,249}\z")]
    private static partial Regex Topic();
}

/// <summary>What is wrong with a name.</summary>
/// <param name="Text">The problem.</param>
/// <param name="Cure">The cure.</param>
internal sealed record NameProblem(string Text, string Cure);
