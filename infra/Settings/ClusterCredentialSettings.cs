using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>What a cluster trusts. <c>infra cluster init</c> writes it, encrypted. An authority is its certificate and key, PEM.</summary>
internal sealed record ClusterCredentialSettings
{
    /// <summary>The authority of the API's certificates.</summary>
    /// <remarks><c>server-ca</c> of the servers, and <c>certificate-authority-data</c> of the kubeconfig.</remarks>
    /// <example>server: "-----BEGIN CERTIFICATE-----…"</example>
    public required Text Server { get; init; }

    /// <summary>The authority of the certificates of nodes and administrators.</summary>
    /// <remarks><c>client-ca</c> of the servers.</remarks>
    /// <example>client: "-----BEGIN CERTIFICATE-----…"</example>
    public required Text Client { get; init; }

    /// <summary>The authority of the certificates with which the API calls extensions of itself.</summary>
    /// <remarks><c>request-header-ca</c> of the servers.</remarks>
    /// <example>requestHeader: "-----BEGIN CERTIFICATE-----…"</example>
    public required Text RequestHeader { get; init; }

    /// <summary>The authority of the certificates that etcd shows to its clients.</summary>
    /// <remarks><c>etcd/server-ca</c> of the servers.</remarks>
    /// <example>etcdServer: "-----BEGIN CERTIFICATE-----…"</example>
    public required Text EtcdServer { get; init; }

    /// <summary>The authority of the certificates that members of etcd show to each other.</summary>
    /// <remarks><c>etcd/peer-ca</c> of the servers.</remarks>
    /// <example>etcdPeer: "-----BEGIN CERTIFICATE-----…"</example>
    public required Text EtcdPeer { get; init; }

    /// <summary>The key that signs the tokens of ServiceAccounts, PEM.</summary>
    /// <remarks><c>service.key</c> of the servers.</remarks>
    /// <example>serviceKey: "-----BEGIN RSA PRIVATE KEY-----…"</example>
    public required Text ServiceKey { get; init; }

    /// <summary>The administrator's certificate and key.</summary>
    /// <remarks>The user of the kubeconfig.</remarks>
    /// <example>administrator: "-----BEGIN CERTIFICATE-----…"</example>
    public required Text Administrator { get; init; }

    /// <summary>What servers join the cluster with.</summary>
    /// <remarks><c>token-file</c> of the servers.</remarks>
    /// <example>token: "&lt;token&gt;"</example>
    public required Text Token { get; init; }

    /// <summary>What agents join the cluster with.</summary>
    /// <remarks><c>agent-token-file</c> of the servers, and <c>token-file</c> of the agents.</remarks>
    /// <example>agentToken: "&lt;token&gt;"</example>
    public required Text AgentToken { get; init; }
}
