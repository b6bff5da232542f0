using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>The variables that Spring Boot binds to its properties. It has one store of a kind.</summary>
internal sealed class SpringVariables(StoreConnection connection, VariablesByName variables, ConnectionTexts texts)
{
    public void Add()
    {
        switch (connection.Kind)
        {
            case StoreKind.Postgres or StoreKind.Mysql:
                variables.AddText("SPRING_DATASOURCE_URL", texts.JdbcUrl!);
                AddCredentials("SPRING_DATASOURCE");
                break;
            case StoreKind.Valkey:
                AddAddress("SPRING_DATA_REDIS");
                if (connection.HasUsername)
                {
                    variables.AddUsername("SPRING_DATA_REDIS_USERNAME");
                }

                variables.AddPassword("SPRING_DATA_REDIS_PASSWORD");
                break;
            case StoreKind.Rabbitmq:
                AddAddress("SPRING_RABBITMQ");
                AddCredentials("SPRING_RABBITMQ");
                variables.AddText("SPRING_RABBITMQ_VIRTUALHOST", VariablesByName.Escape(texts.VirtualHost));
                break;
            case StoreKind.Kafka:
                AddKafka();
                break;
            case StoreKind.Mongodb:
                // Spring Boot 3 reads the first, 4 the second.
                variables.AddText("SPRING_DATA_MONGODB_URI", texts.Url);
                variables.AddText("SPRING_MONGODB_URI", texts.Url);
                break;
        }
    }

    private void AddAddress(string prefix)
    {
        variables.AddText($"{prefix}_HOST", connection.Host);
        variables.AddText($"{prefix}_PORT", texts.Port);
        if (connection.Tls)
        {
            variables.AddText($"{prefix}_SSL_ENABLED", "true");
        }
    }

    private void AddCredentials(string prefix)
    {
        variables.AddUsername($"{prefix}_USERNAME");
        variables.AddPassword($"{prefix}_PASSWORD");
    }

    private void AddKafka()
    {
        var security = new KafkaSecurity(connection, variables);
        variables.AddText("SPRING_KAFKA_BOOTSTRAPSERVERS", texts.HostPort);
        if (security.Protocol is { } protocol)
        {
            variables.AddText("SPRING_KAFKA_SECURITY_PROTOCOL", protocol);
        }

        if (connection.SaslMechanism is { } mechanism)
        {
            variables.AddText("SPRING_KAFKA_PROPERTIES_SASL_MECHANISM", mechanism);
            variables.AddText("SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", security.LoginModule!);
        }
    }
}
