using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>
/// The texts in which clients expect a connection. The user's name and password are references that Kubernetes expands, without encoding:
/// generated passwords are letters and digits.
/// </summary>
internal sealed class ConnectionTexts(StoreConnection connection, VariablesByName variables)
{
    /// <summary>The virtual host that RabbitMQ has from the start.</summary>
    private const string DefaultVirtualHost = "/";

    public string Port => connection.Port.ToString(CultureInfo.InvariantCulture);

    public string HostPort => $"{UrlHost}:{Port}";

    /// <summary>The virtual host of RabbitMQ.</summary>
    public string VirtualHost => connection.Database ?? DefaultVirtualHost;

    /// <summary>The URL, with user and password where the kind has them.</summary>
    public string Url =>
        connection.Kind switch
        {
            // Drivers differ in what they do without it: Go's asks for TLS.
            StoreKind.Postgres => $"postgresql://{Credentials}@{HostPort}{Path}?sslmode={(connection.Tls ? "require" : "disable")}",
            StoreKind.Mysql => $"mysql://{Credentials}@{HostPort}{Path}{Option("?ssl-mode=REQUIRED")}",
            StoreKind.Valkey =>
                $"{Secured("redis")}://{(connection.HasUsername ? variables.Username : "")}:{variables.Password}@{HostPort}/0",
            StoreKind.Rabbitmq => $"{Secured("amqp")}://{Credentials}@{HostPort}/{Uri.EscapeDataString(VirtualHost)}",
            StoreKind.Mongodb => $"mongodb://{Credentials}@{HostPort}{Path}?authSource=admin{ReplicaSet}{Option("&tls=true")}",
            StoreKind.S3 => $"{Secured("http")}://{variables.BucketHost ?? HostPort}",
            _ => HostPort,
        };

    /// <summary>The URL for JDBC, without user and password; null for kinds without JDBC.</summary>
    public string? JdbcUrl =>
        connection.Kind switch
        {
            StoreKind.Postgres => $"jdbc:postgresql://{HostPort}{Path}{Option("?sslmode=require")}",
            StoreKind.Mysql => $"jdbc:mysql://{HostPort}{Path}{Option("?sslMode=REQUIRED")}",
            _ => null,
        };

    /// <summary>The connection string of the kind's usual client for .NET; null for buckets, which have none.</summary>
    public string? DotNetString =>
        connection.Kind switch
        {
            StoreKind.Postgres => Join(
                ("Host", connection.Host),
                ("Port", Port),
                ("Username", variables.Username),
                ("Password", variables.Password),
                ("Database", connection.Database),
                ("SslMode", Option("Require"))
            ),
            StoreKind.Mysql => Join(
                ("Server", connection.Host),
                ("Port", Port),
                ("User ID", variables.Username),
                ("Password", variables.Password),
                ("Database", connection.Database),
                ("SslMode", Option("Required"))
            ),
            StoreKind.Valkey =>
                $"{HostPort}{(connection.HasUsername ? $",user={variables.Username}" : "")},password={variables.Password}{Option(",ssl=true")}",
            StoreKind.S3 => null,
            _ => Url,
        };

    private string Credentials => $"{variables.Username}:{variables.Password}";

    private string Path => connection.Database is { } database ? $"/{Uri.EscapeDataString(database)}" : "/";

    /// <summary>Clients that know its name find the other servers.</summary>
    private string ReplicaSet => connection.ReplicaSet is { } name ? $"&replicaSet={name}" : "";

    private string UrlHost =>
        System.Net.IPAddress.TryParse(connection.Host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{connection.Host}]"
            : connection.Host;

    private string Secured(string scheme) => connection.Tls ? $"{scheme}s" : scheme;

    private string Option(string text) => connection.Tls ? text : "";

    /// <summary>Joins keywords and values as ADO.NET reads them, leaving out those without a value.</summary>
    private static string Join(params IEnumerable<(string Keyword, string? Value)> parts)
    {
        var text = new StringBuilder();
        foreach (var (keyword, value) in parts.Where(part => !string.IsNullOrEmpty(part.Value)))
        {
            DbConnectionStringBuilder.AppendKeyValuePair(text, keyword, keyword == "Database" ? VariablesByName.Escape(value!) : value);
        }

        return text.ToString();
    }
}
