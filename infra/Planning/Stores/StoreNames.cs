using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Infra.Backend.Planning.Stores;

/// <summary>The names that are derived from the names of stores and services.</summary>
internal static class StoreNames
{
    /// <summary>The label with a store's name on its objects.</summary>
    public const string Label = "infra/store";

    /// <summary>The annotation of an object with data whose backups others make: <c>managed</c>. Policies read it.</summary>
    public const string BackupsAnnotation = "infra/backups";

    /// <summary>The annotation with the database of the services that name no other. Restorations compare it.</summary>
    public const string DatabaseAnnotation = "infra/database";

    private const int HashLength = 8;

    /// <summary>The most characters of a user's name in MySQL, which allows the fewest.</summary>
    private const int UserLength = 32;

    /// <summary>The most characters of a name that may also be a label's value.</summary>
    private const int ObjectLength = 63;

    /// <summary>The job that creates a store's users.</summary>
    public static string UserJob(string store) => $"{store}-users";

    /// <summary>The job that creates a store's topics.</summary>
    public static string TopicJob(string store) => $"{store}-topics";

    /// <summary>The CronJob that backs a store up.</summary>
    public static string Backup(string store) => $"{store}-backup";

    /// <summary>The CronJob that drills the restoration of a store's newest backup.</summary>
    public static string Drill(string store) => $"{store}-drill";

    /// <summary>The custom resource of a store that runs while a drill lasts.</summary>
    public static string Trial(string store) => $"{store}-trial";

    /// <summary>The CronJob without a schedule that describes the restoration of a store.</summary>
    public static string Restore(string store) => $"{store}-restore";

    /// <summary>The service with a store's exporter, and the Secret of the exporter's user.</summary>
    public static string Exporter(string store) => $"{store}-exporter";

    /// <summary>The user of a store's exporter, in as many characters as every kind allows.</summary>
    public static string ExporterUser(string store) => User(Shorten(Exporter(store), UserLength));

    /// <summary>The ConfigMap that records what a store is.</summary>
    public static string Record(string store) => $"{store}-store";

    /// <summary>
    /// The network policy of a group of a store's pods. A container's has the store's name, and both exist while the form changes.
    /// </summary>
    public static string Policy(string store, int position) =>
        position == 0 ? $"{store}-servers" : string.Create(CultureInfo.InvariantCulture, $"{store}-servers-{position + 1}");

    /// <summary>The Secret of a store's administrator; each rotation has one of its own.</summary>
    public static string AdministratorSecret(string store, int rotation = 0) => UserSecret(store, "admin", rotation);

    /// <summary>The Secret with the credentials of a bucket under the names of their variables.</summary>
    public static string AwsSecret(string store) => $"{store}-aws";

    /// <summary>The Secret of a service's user; each rotation has one of its own.</summary>
    public static string UserSecret(string store, string service, int rotation) =>
        rotation == 0 ? $"{store}-{service}" : string.Create(CultureInfo.InvariantCulture, $"{store}-{service}-r{rotation}");

    /// <summary>The key of a service in an existing Secret of a store.</summary>
    public static string UserKey(string service, string key) => $"{service}.{key}";

    /// <summary>The user of a service, one of two that take turns: servers need no quotes around it.</summary>
    public static string User(string service, int rotation = 0) => service.Replace('-', '_') + (int.IsOddInteger(rotation) ? "_alt" : "");

    /// <summary>The database of a store that names none: servers need no quotes around it.</summary>
    public static string Database(string store) => store.Replace('-', '_');

    /// <summary>
    /// The name of an object for a database, topic or the like, whose own name may have characters that names of objects must not have.
    /// </summary>
    public static string Part(string store, string part)
    {
        var plain = string.Concat(part.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-'));
        var name = $"{store}-{plain.Trim('-')}".TrimEnd('-');
        return plain.Replace('-', '_') == part || plain == part
            ? Shorten(name, ObjectLength)
            : Shorten($"{name}-{Hash(part)}", ObjectLength);
    }

    /// <summary>A name of at most so many characters; a hash keeps long ones apart.</summary>
    public static string Shorten(string name, int length) =>
        name.Length <= length ? name : $"{name[..(length - HashLength - 1)].TrimEnd('-')}-{Hash(name)}";

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashLength / 2));
}
