using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>The variables that a service names itself, each with a part of the connection.</summary>
internal sealed class NamedVariables(StoreConnection connection, VariablesByName variables, ConnectionTexts texts)
{
    /// <summary>Whether the connections to a kind of store have a part.</summary>
    public static bool Has(StoreKind kind, ConnectionPart part) =>
        part switch
        {
            ConnectionPart.Database => StoreFacts.Of(kind).DatabaseWord is not null,
            ConnectionPart.JdbcUrl => kind is StoreKind.Postgres or StoreKind.Mysql,
            ConnectionPart.ConnectionString => kind is not StoreKind.S3,
            _ => true,
        };

    /// <summary>Adds a variable, but not for a user of a Kafka that has none.</summary>
    public void Add(string name, ConnectionPart part)
    {
        switch (part)
        {
            case ConnectionPart.Username or ConnectionPart.Password when !connection.HasUser:
                break;
            case ConnectionPart.Username:
                variables.AddUsername(name);
                break;
            case ConnectionPart.Password:
                variables.AddPassword(name);
                break;
            case ConnectionPart.Host when connection.BucketMap is { } map:
                variables.AddKey(name, map, BucketOperator.HostKey);
                break;
            case ConnectionPart.Port when connection.BucketMap is { } map:
                variables.AddKey(name, map, BucketOperator.PortKey);
                break;
            case ConnectionPart.Database when connection.BucketMap is { } map:
                variables.AddKey(name, map, BucketOperator.NameKey);
                break;
            default:
                variables.AddText(name, GetText(part));
                break;
        }
    }

    private string GetText(ConnectionPart part) =>
        part switch
        {
            ConnectionPart.Host => connection.Host,
            ConnectionPart.Port => texts.Port,
            ConnectionPart.Address => variables.BucketHost ?? texts.HostPort,
            ConnectionPart.Database => VariablesByName.Escape(
                connection.Kind == StoreKind.Rabbitmq ? texts.VirtualHost : connection.Database!
            ),
            ConnectionPart.Url => texts.Url,
            ConnectionPart.JdbcUrl => texts.JdbcUrl!,
            _ => texts.DotNetString!,
        };
}
