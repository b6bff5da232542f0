using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>Where External Secrets finds the credentials of an external store.</summary>
internal sealed record ExternalSecretSettings
{
    /// <summary>The store of secrets, which the platform has.</summary>
    /// <remarks>The ExternalSecret's <c>secretStoreRef</c>.</remarks>
    /// <example>externalSecret: {store: vault, key: prod/orders-db}</example>
    public required SecretStoreSettings Store { get; init; }

    /// <summary>The secret in the store, with the user's name and the password as its properties.</summary>
    /// <value>none; required unless <c>username</c> and <c>password</c> have keys of their own</value>
    /// <remarks>The <c>remoteRef.key</c> of both.</remarks>
    /// <example>externalSecret: {store: vault, key: prod/orders-db}</example>
    public string? Key { get; init; }

    /// <summary>Where the user's name is; for s3 the access key.</summary>
    /// <value>the property <c>username</c> of <c>key</c>; for valkey, whose clients need no name, nowhere</value>
    /// <remarks>The <c>remoteRef</c> of the Secret's key with the name.</remarks>
    /// <example>externalSecret: {store: vault, key: prod/orders-db, username: user}</example>
    public RemoteValueSettings? Username { get; init; }

    /// <summary>Where the password is; for s3 the secret key.</summary>
    /// <value>the property <c>password</c> of <c>key</c></value>
    /// <remarks>The <c>remoteRef</c> of the Secret's key with the password.</remarks>
    /// <example>externalSecret: {store: vault, password: {key: prod/orders-db-password}, username: {key: prod/orders-db-user}}</example>
    public RemoteValueSettings? Password { get; init; }

    /// <summary>The time after which the values are read again.</summary>
    /// <value>1h</value>
    /// <remarks>The ExternalSecret's <c>refreshInterval</c>. With 0s they are read once.</remarks>
    /// <example>externalSecret: {store: vault, key: prod/orders-db, refresh: 15m}</example>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromHours(1);
}

/// <summary>A store of secrets: a SecretStore of the namespace, or a ClusterSecretStore.</summary>
[ShortForm(nameof(Name))]
internal sealed record SecretStoreSettings
{
    /// <summary>Its name.</summary>
    /// <remarks>The name in <c>secretStoreRef</c>.</remarks>
    /// <example>store: {name: vault, kind: clusterSecretStore}</example>
    public required string Name { get; init; }

    /// <summary>Its kind.</summary>
    /// <value>clusterSecretStore</value>
    /// <remarks>The kind in <c>secretStoreRef</c>. A SecretStore must be in the namespace of the services.</remarks>
    /// <example>store: {name: vault, kind: secretStore}</example>
    public SecretStoreKind Kind { get; init; } = SecretStoreKind.ClusterSecretStore;
}

/// <summary>Where a store of secrets is.</summary>
internal enum SecretStoreKind
{
    /// <summary>A ClusterSecretStore, for all namespaces.</summary>
    ClusterSecretStore,

    /// <summary>A SecretStore in the namespace of the services.</summary>
    SecretStore,
}

/// <summary>A value in a store of secrets.</summary>
[ShortForm(nameof(Property))]
internal sealed record RemoteValueSettings
{
    /// <summary>The secret in the store.</summary>
    /// <value>that of the ExternalSecret</value>
    /// <remarks>The <c>remoteRef.key</c>.</remarks>
    /// <example>password: {key: prod/orders-db-password}</example>
    public string? Key { get; init; }

    /// <summary>The property of the secret.</summary>
    /// <value>the whole secret if <c>key</c> is set</value>
    /// <remarks>The <c>remoteRef.property</c>.</remarks>
    /// <example>password: {property: pass}</example>
    public string? Property { get; init; }
}
