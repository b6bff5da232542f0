using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores;

/// <summary>
/// The script that gives each service its own user and database in a store, and drops the users that rotations have replaced. It runs in
/// the store's own image, can run again, and sets the passwords of today. Names and passwords reach it as environment variables only.
/// </summary>
/// <remarks>
/// Valkey has one user for all services, because the URLs of its clients have no name; so has the object store. Kafka has none in one pod.
/// </remarks>
internal sealed record StoreProvisioning
{
    /// <summary>The path of the script.</summary>
    public required string Path { get; init; }

    /// <summary>The script.</summary>
    public required string Script { get; init; }

    /// <summary>The command that runs it.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>Its environment variables.</summary>
    public required IReadOnlyDictionary<string, EnvironmentSettings> Env { get; init; }

    /// <summary>Whether services have users of their own in a store of this kind.</summary>
    public static bool HasUsers(StoreKind kind) => kind is StoreKind.Postgres or StoreKind.Mysql or StoreKind.Rabbitmq or StoreKind.Mongodb;

    /// <summary>Creates the script.</summary>
    /// <param name="administrator">The connection of the user who may create others.</param>
    /// <param name="users">The connections of the services. Several may have one database.</param>
    /// <param name="exporter">The connection of the exporter, which may read statistics; null if there is none.</param>
    /// <param name="retired">The users that must go.</param>
    public static StoreProvisioning Create(
        StoreConnection administrator,
        IReadOnlyCollection<StoreConnection> users,
        StoreConnection? exporter = null,
        params IReadOnlyCollection<string> retired
    )
    {
        var (file, script, command) = administrator.Kind switch
        {
            StoreKind.Postgres => ("users.sh", PostgresScripts.Users, ["sh"]),
            StoreKind.Mysql => ("users.sh", MysqlScripts.Users, ["sh"]),
            StoreKind.Rabbitmq => ("users.sh", RabbitmqScripts.Users, ["bash"]),
            StoreKind.Mongodb => ("users.js", MongodbScripts.Users, new[] { "mongosh", "--quiet", "--norc", "--nodb" }),
            var kind => throw new ArgumentException(
                $"Services have no users of their own in a store of the kind {kind}.",
                nameof(administrator)
            ),
        };
        var path = $"/etc/store/{file}";
        return new StoreProvisioning
        {
            Path = path,
            Script = exporter is null ? script : script + ExporterScripts.Find(administrator.Kind),
            Command = [.. command, path],
            Env = CreateVariables(administrator, users).AddRange(exporter is null ? [] : Name(exporter)).AddRange(NameRetired(retired)),
        };
    }

    private static Dictionary<string, EnvironmentSettings> Name(StoreConnection exporter) =>
        new(StringComparer.Ordinal)
        {
            [ExporterScripts.Username] = StoreAccess.Refer(exporter, exporter.UsernameKey),
            [ExporterScripts.Password] = StoreAccess.Refer(exporter, exporter.PasswordKey),
        };

    /// <summary>The environment variables of the script for roles that an operator has created.</summary>
    public static IReadOnlyDictionary<string, EnvironmentSettings> CreateRoleVariables(
        StoreConnection administrator,
        IReadOnlyCollection<StoreUser> users
    )
    {
        var variables = CreateVariables(administrator, [.. users.Select(user => user.Connection)]).ToBuilder();
        variables.Remove(StoreAccess.AdministratorUsername);
        variables.Remove(StoreAccess.AdministratorPassword);
        foreach (var (position, user) in users.Index())
        {
            variables[$"{Prefix(position)}_OWNER"] = StoreAccess.Write(PostgresOperator.GetOwner(user.Connection.Database!));
        }

        return variables.ToImmutable();
    }

    /// <summary>The names are of letters, digits and underscores, so spaces keep them apart.</summary>
    private static IEnumerable<KeyValuePair<string, EnvironmentSettings>> NameRetired(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? [] : [KeyValuePair.Create("RETIRED", StoreAccess.Write(string.Join(' ', names)))];

    private static string Prefix(int position) => string.Create(CultureInfo.InvariantCulture, $"USER_{position + 1}");

    private static ImmutableSortedDictionary<string, EnvironmentSettings> CreateVariables(
        StoreConnection administrator,
        IReadOnlyCollection<StoreConnection> users
    )
    {
        var variables = StoreAccess.CreateVariables(administrator).ToBuilder();
        variables["USERS"] = StoreAccess.Write(users.Count.ToString(CultureInfo.InvariantCulture));
        foreach (var (position, user) in users.Index())
        {
            var prefix = Prefix(position);
            variables[$"{prefix}_NAME"] = StoreAccess.Refer(user, user.UsernameKey);
            variables[$"{prefix}_PASSWORD"] = StoreAccess.Refer(user, user.PasswordKey);
            variables[$"{prefix}_DATABASE"] = StoreAccess.Write(user.Database ?? user.Store);
        }

        return variables.ToImmutable();
    }
}
