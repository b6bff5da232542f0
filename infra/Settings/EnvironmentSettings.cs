using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>
/// The value of an environment variable: a text, a key of an existing Secret or ConfigMap, a field of the pod, a resource of a container,
/// or the address of a called service.
/// </summary>
[ShortForm(nameof(Value))]
internal sealed record EnvironmentSettings
{
    /// <summary>
    /// The value. <c>$(NAME)</c> is the value of another variable of the container, and <c>$$(NAME)</c> the text <c>$(NAME)</c>. Encrypt a
    /// secret with <c>infra config set --secret --path</c>.
    /// </summary>
    /// <value>none; required without another source</value>
    /// <remarks>
    /// An entry of the service's ConfigMap, or of its Secret. With a reference, an entry of each container's <c>env</c>, after the
    /// variables it refers to.
    /// </remarks>
    /// <example>env: {LOG_LEVEL: info, GREETING: "hello from $(POD_IP)"}</example>
    public Text? Value { get; init; }

    /// <summary>
    /// The name of an existing Secret in the namespace; or <c>true</c> to store <c>value</c> in a Secret although the file shows it, such
    /// as a sandbox's key. Encrypted values always are.
    /// </summary>
    /// <value>false</value>
    /// <remarks>A <c>secretKeyRef</c> in the container's <c>env</c>; with <c>true</c> an entry of the service's Secret.</remarks>
    /// <example>env: {DB_PASSWORD: {secret: shop-db, key: password}, PROVIDER_KEY: {value: sandbox, secret: true}}</example>
    public SecretSource Secret { get; init; }

    /// <summary>The name of an existing ConfigMap in the namespace.</summary>
    /// <value>none</value>
    /// <remarks>A <c>configMapKeyRef</c> in the container's <c>env</c>.</remarks>
    /// <example>env: {MODE: {configMap: flags, key: mode}}</example>
    public string? ConfigMap { get; init; }

    /// <summary>The key of the Secret or ConfigMap.</summary>
    /// <value>none; required with the name of a Secret or ConfigMap</value>
    /// <remarks>The <c>key</c> of the <c>secretKeyRef</c> or <c>configMapKeyRef</c>.</remarks>
    /// <example>env: {DB_PASSWORD: {secret: shop-db, key: password}}</example>
    public string? Key { get; init; }

    /// <summary>Whether the container starts without the variable if the Secret, the ConfigMap or its key does not exist.</summary>
    /// <value>false: the container waits for it</value>
    /// <remarks>The <c>optional</c> of the <c>secretKeyRef</c> or <c>configMapKeyRef</c>.</remarks>
    /// <example>env: {SENTRY_DSN: {secret: sentry, key: dsn, optional: true}}</example>
    public bool Optional { get; init; }

    /// <summary>
    /// A field of the pod: <c>metadata.name</c>, <c>metadata.namespace</c>, <c>metadata.uid</c>, <c>metadata.labels['&lt;key&gt;']</c>,
    /// <c>metadata.annotations['&lt;key&gt;']</c>, <c>spec.nodeName</c>, <c>spec.serviceAccountName</c>, <c>status.podIP</c>,
    /// <c>status.podIPs</c>, <c>status.hostIP</c> or <c>status.hostIPs</c>.
    /// </summary>
    /// <value>none</value>
    /// <remarks>A <c>fieldRef</c> in the container's <c>env</c>.</remarks>
    /// <example>env: {POD_IP: {field: status.podIP}}</example>
    public string? Field { get; init; }

    /// <summary>
    /// A resource of a container: <c>limits</c> or <c>requests</c> of <c>cpu</c>, <c>memory</c>, <c>ephemeral-storage</c> or
    /// <c>hugepages-&lt;size&gt;</c>.
    /// </summary>
    /// <value>none</value>
    /// <remarks>A <c>resourceFieldRef</c> in the container's <c>env</c>. A limit that is not set is what the node can allocate.</remarks>
    /// <example>env: {GOMEMLIMIT: {resource: limits.memory}}</example>
    public string? Resource { get; init; }

    /// <summary>The unit of <c>resource</c>: 1 or 1m for CPU; 1, 1k, 1M, 1G, 1Ki, 1Mi, 1Gi and so on for bytes.</summary>
    /// <value>1: cores, rounded up, or bytes</value>
    /// <remarks>The <c>divisor</c> of the <c>resourceFieldRef</c>.</remarks>
    /// <example>env: {CPU_MILLIS: {resource: limits.cpu, divisor: 1m}}</example>
    public Quantity? Divisor { get; init; }

    /// <summary>The container whose <c>resource</c> is the value: the service's name, or that of a sidecar or init container.</summary>
    /// <value>the container that has the variable</value>
    /// <remarks>The <c>containerName</c> of the <c>resourceFieldRef</c>.</remarks>
    /// <example>env: {PROXY_MEMORY: {resource: limits.memory, container: proxy}}</example>
    public string? Container { get; init; }

    /// <summary>The name of a called service whose address is the value.</summary>
    /// <value>none</value>
    /// <remarks>An entry of the service's ConfigMap with the other service's address.</remarks>
    /// <example>env: {ORDERS_URL: {address: orders}}</example>
    public string? Address { get; init; }

    /// <summary>The name of the port of <c>address</c>.</summary>
    /// <value>the port in the variable <c>&lt;NAME&gt;_URL</c></value>
    /// <remarks>The port in the value of the variable.</remarks>
    /// <example>env: {FLAGD_PORT: {address: flagd, port: grpc, as: port}}</example>
    public string? Port { get; init; }

    /// <summary>The form of <c>address</c>.</summary>
    /// <value>url</value>
    /// <remarks>The value of the variable.</remarks>
    /// <example>env: {ORDERS_ADDR: {address: orders, as: hostPort}}</example>
    public AddressForm? As { get; init; }

    /// <summary>Whether the value is stored in a Secret of this program.</summary>
    internal bool IsStoredSecret => Value is { } value && (value.IsSecret || Secret.IsStored);
}

/// <summary>Forms of a service's address.</summary>
internal enum AddressForm
{
    /// <summary>Scheme, host and port: <c>http://orders.shop.svc:8080</c>.</summary>
    Url,

    /// <summary>The host: <c>orders.shop.svc</c>.</summary>
    Host,

    /// <summary>The port: <c>8080</c>.</summary>
    Port,

    /// <summary>Host and port: <c>orders.shop.svc:8080</c>.</summary>
    HostPort,
}

/// <summary>An existing Secret or ConfigMap, each of whose keys becomes an environment variable.</summary>
internal sealed record EnvironmentSourceSettings
{
    /// <summary>The name of the Secret in the namespace.</summary>
    /// <value>none; required without <c>configMap</c></value>
    /// <remarks>A <c>secretRef</c> in the container's <c>envFrom</c>.</remarks>
    /// <example>envFrom: [{secret: mastodon-env}]</example>
    public string? Secret { get; init; }

    /// <summary>The name of the ConfigMap in the namespace.</summary>
    /// <value>none; required without <c>secret</c></value>
    /// <remarks>A <c>configMapRef</c> in the container's <c>envFrom</c>.</remarks>
    /// <example>envFrom: [{configMap: common}]</example>
    public string? ConfigMap { get; init; }

    /// <summary>A text before each key.</summary>
    /// <value>none: a variable has the name of its key</value>
    /// <remarks>The <c>prefix</c> of the source.</remarks>
    /// <example>envFrom: [{secret: mastodon-env, prefix: MASTODON_}]</example>
    public string? Prefix { get; init; }

    /// <summary>Whether the container starts without the variables if the Secret or ConfigMap does not exist.</summary>
    /// <value>false: the container waits for it</value>
    /// <remarks>The <c>optional</c> of the reference.</remarks>
    /// <example>envFrom: [{secret: overrides, optional: true}]</example>
    public bool Optional { get; init; }
}
