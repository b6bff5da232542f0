namespace Infra.Backend.Settings;

/// <summary>Parts of a connection to a store, for variables that a service names itself.</summary>
internal enum ConnectionPart
{
    /// <summary>The host name of the server.</summary>
    Host,

    /// <summary>The port of the server.</summary>
    Port,

    /// <summary>Host and port, with a colon between them.</summary>
    Address,

    /// <summary>The database, virtual host or bucket.</summary>
    Database,

    /// <summary>The user's name; the access key of a bucket.</summary>
    Username,

    /// <summary>The password; the secret key of a bucket.</summary>
    Password,

    /// <summary>The URL, with user and password.</summary>
    Url,

    /// <summary>The URL for JDBC, without user and password.</summary>
    JdbcUrl,

    /// <summary>The connection string of the kind's usual client for .NET.</summary>
    ConnectionString,
}
