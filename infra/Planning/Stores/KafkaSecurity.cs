using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>The variables of a Kafka client that say how it authenticates and whether it uses TLS; none where it does neither.</summary>
internal sealed class KafkaSecurity(StoreConnection connection, VariablesByName variables)
{
    /// <summary>Kafka's <c>security.protocol</c>; null for plain connections, which are the clients' default.</summary>
    public string? Protocol => FindProtocol(connection);

    /// <summary>Kafka's <c>security.protocol</c> of a connection; null for plain ones, and for other kinds.</summary>
    public static string? FindProtocol(StoreConnection connection) =>
        (connection.Kind, connection.SaslMechanism, connection.Tls) switch
        {
            (not StoreKind.Kafka, _, _) or (_, null, false) => null,
            (_, null, true) => "SSL",
            (_, _, false) => "SASL_PLAINTEXT",
            (_, _, true) => "SASL_SSL",
        };

    /// <summary>Java's login module of the mechanism, with the user's name and password.</summary>
    public string? LoginModule =>
        connection.SaslMechanism switch
        {
            null => null,
            "PLAIN" => CreateLogin("plain.PlainLoginModule"),
            _ => CreateLogin("scram.ScramLoginModule"),
        };

    public void Add(string prefix)
    {
        if (Protocol is { } protocol)
        {
            variables.AddText($"{prefix}_SECURITY_PROTOCOL", protocol);
        }

        if (connection.SaslMechanism is { } mechanism)
        {
            variables.AddText($"{prefix}_SASL_MECHANISM", mechanism);
            variables.AddUsername($"{prefix}_SASL_USERNAME");
            variables.AddPassword($"{prefix}_SASL_PASSWORD");
        }
    }

    private string CreateLogin(string module) =>
        $"org.apache.kafka.common.security.{module} required username=\"{variables.Username}\" password=\"{variables.Password}\";";
}
