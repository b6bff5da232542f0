using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>A store that a service uses.</summary>
[ShortForm(nameof(Store), KeepsPath = true)]
internal sealed record StoreUseSettings
{
    private static readonly ImmutableArray<ConnectionDialect> AllVariables =
    [
        ConnectionDialect.Url,
        ConnectionDialect.DotNet,
        ConnectionDialect.Aspire,
        ConnectionDialect.Spring,
    ];

    /// <summary>The store's name.</summary>
    /// <remarks>Connection variables, network policies between the two, and the order of deployment.</remarks>
    /// <example>uses: [orders-db, {store: sessions, dialects: [url]}]</example>
    public required string Store { get; init; }

    /// <summary>The database, virtual host or bucket of this service.</summary>
    /// <value>the store's <c>database</c></value>
    /// <remarks>The database in the connection variables, which is created with the service's user.</remarks>
    /// <example>uses: [{store: orders-db, database: reports}]</example>
    public string? Database { get; init; }

    /// <summary>The conventions of the connection variables.</summary>
    /// <value>url, dotNet, aspire and spring; none beside <c>variables</c></value>
    /// <remarks>Entries of each container's <c>env</c>; with <c>files</c> a projected volume in the layout of Service Binding.</remarks>
    /// <example>uses: [{store: orders-db, dialects: [dotNet]}]</example>
    public ImmutableArray<ConnectionDialect> Dialects
    {
        get =>
            !field.IsDefault ? field
            : Variables.Count > 0 ? []
            : AllVariables;
        init;
    }

    /// <summary>Variables of other names, each with a part of the connection.</summary>
    /// <value>none</value>
    /// <remarks>Entries of each container's <c>env</c>, for images that expect names of their own.</remarks>
    /// <example>uses: [{store: orders-db, variables: {DB_HOST: host, DB_USER: username, DB_PASS: password}}]</example>
    public IReadOnlyDictionary<string, ConnectionPart> Variables { get; init; } = ImmutableDictionary<string, ConnectionPart>.Empty;

    /// <summary>The name in the connection variables.</summary>
    /// <value>the store's name</value>
    /// <remarks>The <c>&lt;NAME&gt;</c> in <c>&lt;NAME&gt;_URL</c>, <c>ConnectionStrings__&lt;name&gt;</c> and the like.</remarks>
    /// <example>uses: [{store: orders-db, as: main}]</example>
    public string? As { get; init; }
}
