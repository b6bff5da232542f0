using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>The environment variables with which a service reaches a store, in the dialects of frameworks.</summary>
internal sealed class ConnectionVariables
{
    private readonly StoreConnection _connection;
    private readonly VariablesByName _variables;
    private readonly ConnectionTexts _texts;
    private readonly string _name;
    private readonly bool _isMain;

    private ConnectionVariables(StoreConnection connection, string name, bool isMain)
    {
        _connection = connection;
        _name = name;
        _isMain = isMain;
        _variables = new VariablesByName(connection, GetPrefix(name));
        _texts = new ConnectionTexts(connection, _variables);
    }

    /// <summary>Creates the variables.</summary>
    /// <param name="connection">How the service reaches the store.</param>
    /// <param name="use">What the service asks for.</param>
    /// <param name="isMain">
    /// Whether the service's names without a store in them, such as <c>DATABASE_URL</c>, are for this store: those of one store of a kind.
    /// </param>
    public static IReadOnlyDictionary<string, EnvironmentSettings> Create(StoreConnection connection, StoreUseSettings use, bool isMain)
    {
        var variables = new ConnectionVariables(connection, use.As ?? use.Store, isMain);
        foreach (var dialect in use.Dialects)
        {
            variables.Add(dialect);
        }

        var named = new NamedVariables(connection, variables._variables, variables._texts);
        foreach (var (name, part) in use.Variables.Where(variable => NamedVariables.Has(connection.Kind, variable.Value)))
        {
            named.Add(name, part);
        }

        return variables._variables.Build();
    }

    /// <summary>What the names of a connection's variables start with, by Aspire's rule: <c>ORDERS_DB</c> for <c>orders-db</c>.</summary>
    public static string GetPrefix(string name) =>
        string.Concat(
            char.IsAsciiDigit(name[0]) ? "_" : "",
            string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_'))
        );

    private void Add(ConnectionDialect dialect)
    {
        switch (dialect)
        {
            case ConnectionDialect.Files:
                break;
            case var _ when _connection.Kind == StoreKind.S3:
                // The SDKs of all languages read the same variables.
                AddBucket();
                break;
            case ConnectionDialect.Url:
                AddUrl();
                break;
            case ConnectionDialect.DotNet:
                AddConnectionString();
                break;
            case ConnectionDialect.Spring when _isMain:
                new SpringVariables(_connection, _variables, _texts).Add();
                break;
            case ConnectionDialect.Spring:
                AddParts();
                break;
            default:
                AddConnectionString();
                AddParts();
                break;
        }
    }

    private void AddUrl()
    {
        var (part, mainName) = _connection.Kind switch
        {
            StoreKind.Postgres or StoreKind.Mysql => ("URL", "DATABASE_URL"),
            StoreKind.Valkey => ("URL", "REDIS_URL"),
            StoreKind.Rabbitmq => ("URL", "AMQP_URL"),
            StoreKind.Mongodb => ("URL", "MONGODB_URI"),
            _ => ("BOOTSTRAP_SERVERS", "KAFKA_BOOTSTRAP_SERVERS"),
        };
        _variables.AddPart(part, _texts.Url);
        if (_isMain)
        {
            _variables.AddText(mainName, _texts.Url);
        }

        if (_connection.Kind is StoreKind.Kafka)
        {
            var security = new KafkaSecurity(_connection, _variables);
            security.Add(GetPrefix(_name));
            if (_isMain)
            {
                security.Add("KAFKA");
            }
        }
    }

    private void AddConnectionString() => _variables.AddText($"ConnectionStrings__{_name}", _texts.DotNetString!);

    /// <summary>Aspire's properties of the kind.</summary>
    private void AddParts()
    {
        var kind = _connection.Kind;
        _variables.AddPart("HOST", _connection.Host);
        _variables.AddPart("PORT", _texts.Port);
        if (kind is not StoreKind.Kafka)
        {
            _variables.AddPart("URI", _texts.Url);
        }
        else if (_connection.HasUser)
        {
            _ = (_variables.Username, _variables.Password);
        }

        if (_texts.JdbcUrl is { } jdbcUrl)
        {
            _variables.AddPart("JDBCCONNECTIONSTRING", jdbcUrl);
        }

        if (kind is StoreKind.Postgres or StoreKind.Mysql or StoreKind.Mongodb && _connection.Database is { } database)
        {
            _variables.AddPart("DATABASENAME", VariablesByName.Escape(database));
        }

        if (kind is StoreKind.Rabbitmq)
        {
            _variables.AddPart("VIRTUALHOST", VariablesByName.Escape(_texts.VirtualHost));
        }

        if (kind is StoreKind.Mongodb)
        {
            _variables.AddPart("AUTHENTICATIONDATABASE", "admin");
            _variables.AddPart("AUTHENTICATIONMECHANISM", "SCRAM-SHA-256");
        }
    }

    private void AddBucket()
    {
        if (_connection.BucketMap is { } map)
        {
            _variables.AddKey($"{GetPrefix(_name)}_HOST", map, BucketOperator.HostKey);
            _variables.AddKey($"{GetPrefix(_name)}_PORT", map, BucketOperator.PortKey);
        }
        else
        {
            _variables.AddPart("HOST", _connection.Host);
            _variables.AddPart("PORT", _texts.Port);
        }

        AddBucket(GetPrefix(_name), "ENDPOINT_URL", $"{GetPrefix(_name)}_BUCKET");
        if (_isMain)
        {
            AddBucket("AWS", "ENDPOINT_URL_S3", "S3_BUCKET");
        }
    }

    private void AddBucket(string prefix, string endpoint, string bucket)
    {
        _variables.AddText($"{prefix}_{endpoint}", _texts.Url);
        _variables.AddText($"{prefix}_REGION", _connection.Region);
        _variables.AddUsername($"{prefix}_ACCESS_KEY_ID");
        _variables.AddPassword($"{prefix}_SECRET_ACCESS_KEY");
        if (_connection.BucketMap is { } map)
        {
            _variables.AddKey(bucket, map, BucketOperator.NameKey);
        }
        else if (_connection.Database is { } name)
        {
            _variables.AddText(bucket, VariablesByName.Escape(name));
        }
    }
}
