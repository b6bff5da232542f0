using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;

namespace Infra.Backend.Checks.Stores;

/// <summary>
/// The names that the kinds of stores accept for users, which are those of services with '_' instead of '-'. So names with dots, such as
/// MySQL's own <c>mysql.sys</c>, or with capital letters, such as Percona's <c>clusterAdmin</c>, cannot occur.
/// </summary>
internal static class UserNames
{
    private const int PostgresLength = 63;
    private const int MysqlLength = 32;

    /// <summary>Finds what is wrong with the name of a service's user; null if the kind accepts it.</summary>
    /// <param name="store">The store, which is in the stack.</param>
    /// <param name="service">The service.</param>
    /// <param name="user">Its user, or the one that takes turns with it.</param>
    public static NameProblem? Find(ReviewedStore store, string service, string user) =>
        FindReserved(store, service, user) ?? FindLength(store.Settings.Kind, service, user);

    private static NameProblem? FindReserved(ReviewedStore store, string service, string user)
    {
        const string cure = "rename the service";
        var kind = store.Settings.Kind;
        if (store.Form == StoreForm.Operator && StoreOperator.Of(kind).Facts is { } facts && facts.ReservedUsers.Contains(user))
        {
            return new($"the user '{user}' belongs to {facts.Name}", cure);
        }

        if (store.Form == StoreForm.Container && (GetAdministrators(store).Contains(user) || service == StoreRotations.Administrator))
        {
            return new($"the user '{user}' is the administrator of '{store.Name}'", cure);
        }

        return kind switch
        {
            StoreKind.Postgres when user is "public" or "none" || user.StartsWith("pg_", StringComparison.Ordinal) => new(
                $"its user would be '{user}', which PostgreSQL reserves",
                cure
            ),
            StoreKind.Rabbitmq when user == "guest" => new(
                $"its user would be '{user}', which RabbitMQ lets in from its own host only",
                cure
            ),
            _ => null,
        };
    }

    private static IEnumerable<string> GetAdministrators(ReviewedStore store)
    {
        var rotation = StoreRotations.FindAdministrator(store.Settings, store.Form).Number;
        return new[] { 0, Math.Min(rotation, 1) }.Select(number => AdministratorRotation.GetName(store.Settings.Kind, number));
    }

    private static NameProblem? FindLength(StoreKind kind, string service, string user)
    {
        var (server, length) = kind switch
        {
            StoreKind.Postgres => ("PostgreSQL", PostgresLength),
            StoreKind.Mysql => ("MySQL", MysqlLength),
            _ => ("", int.MaxValue),
        };
        return user.Length <= length
            ? null
            : new(
                $"its user would be '{user}', which has {user.Length} characters, and {server} allows {length}",
                $"shorten the service's name to {length - (user.Length - service.Length)}"
            );
    }
}
