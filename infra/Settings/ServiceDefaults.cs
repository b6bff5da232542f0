namespace Infra.Backend.Settings;

/// <summary>
/// Defaults for services: for all of them and for those of a kind. A service's own settings override those of its kind, and these override
/// those for all services. Mappings are merged key by key, lists are replaced as a whole, and <c>null</c> removes a default.
/// </summary>
internal sealed record ServiceDefaults
{
    /// <summary>Defaults for all services.</summary>
    /// <value>none</value>
    /// <remarks>What the settings do on a service that has them itself.</remarks>
    /// <example>defaults: {all: {owner: team-platform, health: {detectWithin: 15s}}}</example>
    public ServiceSettings? All { get; init; }

    /// <summary>Defaults for services of the kind <c>service</c>.</summary>
    /// <value>none</value>
    /// <remarks>What the settings do on a service that has them itself.</remarks>
    /// <example>defaults: {service: {port: 8080, replicas: 3}}</example>
    public ServiceSettings? Service { get; init; }

    /// <summary>Defaults for services of the kind <c>worker</c>.</summary>
    /// <value>none</value>
    /// <remarks>What the settings do on a service that has them itself.</remarks>
    /// <example>defaults: {worker: {shutdown: {finish: 1m}}}</example>
    public ServiceSettings? Worker { get; init; }

    /// <summary>Defaults for services of the kind <c>stateful</c>.</summary>
    /// <value>none</value>
    /// <remarks>What the settings do on a service that has them itself.</remarks>
    /// <example>defaults: {stateful: {resources: medium}}</example>
    public ServiceSettings? Stateful { get; init; }

    /// <summary>Defaults for services of the kind <c>job</c>.</summary>
    /// <value>none</value>
    /// <remarks>What the settings do on a service that has them itself.</remarks>
    /// <example>defaults: {job: {job: {retries: 5}}}</example>
    public ServiceSettings? Job { get; init; }

    /// <summary>Defaults for services of the kind <c>cron</c>.</summary>
    /// <value>none</value>
    /// <remarks>What the settings do on a service that has them itself.</remarks>
    /// <example>defaults: {cron: {schedule: {timeZone: Europe/Berlin}}}</example>
    public ServiceSettings? Cron { get; init; }

    /// <summary>Defaults for services of the kind <c>daemon</c>.</summary>
    /// <value>none</value>
    /// <remarks>What the settings do on a service that has them itself.</remarks>
    /// <example>defaults: {daemon: {placement: {pool: edge}}}</example>
    public ServiceSettings? Daemon { get; init; }
}
