using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores;

/// <summary>
/// The annotation by which Reloader restarts the pods of a workload when a Secret changes. Pods read variables once, and the program does
/// not see changes of Secrets that others write. Without Reloader it has no effect.
/// </summary>
internal static class StoreReload
{
    /// <summary>The names of Secrets, with commas between them.</summary>
    public const string Annotation = "secret.reloader.stakater.com/reload";

    private const string Domain = "reloader.stakater.com/";

    /// <summary>
    /// Lets a service restart when the Secret of a connection changes, if others than this program write it. A server that has its
    /// passwords from a job would reject the new one until the job has run again, so the services keep the old one until then.
    /// </summary>
    public static ServiceSettings Add(ServiceSettings service, StorePlan store, StoreConnection connection) =>
        connection.HasUser
        && store is not { Form: StoreForm.Container, HasUsers: true }
        && store.Credentials.All(credential => credential.Secret != connection.Secret)
        && service.Kind.IsLongRunning()
        && !service.ReloadSecrets.Contains(connection.Secret)
            ? service with
            {
                ReloadSecrets = service.ReloadSecrets.Add(connection.Secret),
            }
            : service;

    /// <summary>The annotations of a service's workload; none if the service has annotations for Reloader itself.</summary>
    public static IReadOnlyDictionary<string, Text> GetAnnotations(ServiceSettings service) =>
        service.ReloadSecrets.IsEmpty || HasOwn(service.Annotations.Keys) || HasOwn(service.Objects.Workload.Annotations.Keys)
            ? new Dictionary<string, Text>()
            : new Dictionary<string, Text> { [Annotation] = new(string.Join(',', service.ReloadSecrets)) };

    private static bool HasOwn(IEnumerable<string> annotations) => annotations.Any(key => key.Contains(Domain, StringComparison.Ordinal));
}
