namespace Infra.Backend.Settings;

/// <summary>Conventions for the names and texts of connection variables.</summary>
internal enum ConnectionDialect
{
    /// <summary>URLs of twelve-factor apps: <c>DATABASE_URL</c>, <c>REDIS_URL</c>, <c>AMQP_URL</c>.</summary>
    Url,

    /// <summary>.NET's <c>ConnectionStrings__&lt;name&gt;</c>.</summary>
    DotNet,

    /// <summary>Aspire's parts: <c>&lt;NAME&gt;_HOST</c>, <c>&lt;NAME&gt;_PORT</c>, <c>&lt;NAME&gt;_URI</c>.</summary>
    Aspire,

    /// <summary>Spring Boot's properties: <c>SPRING_DATASOURCE_URL</c>.</summary>
    Spring,

    /// <summary>Files in the layout of Service Binding.</summary>
    Files,
}
